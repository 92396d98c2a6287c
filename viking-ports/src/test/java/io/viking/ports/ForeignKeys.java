package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.GetOption;
import io.viking.model.fuzz.FuzzTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What somebody else, or a broken disk, has left below viking's base key: of every kind of key some
 * that have a wrong name, or a right one and a wrong value. Written by a client of its own, which
 * remembers it byte for byte.
 */
final class ForeignKeys implements AutoCloseable {
  private static final long SEED = 20_261_128;

  /** What stands behind the prefix of a kind where no name of it should be. */
  private static final List<String> NAMES =
      List.of(
          "",
          "/",
          "..",
          "../../etc/passwd",
          "a//b",
          "victim/",
          "/victim/web/80/tcp",
          "\0",
          "a\nb",
          "\u001b[31m",
          "\u202e",
          "-1",
          "0",
          "00080",
          "65536",
          "99999999999999999999",
          "victim/web/080/tcp",
          "victim/web/80/TCP",
          "victim/web/99999/tcp",
          "x".repeat(4096));

  private static final List<String> VALUES =
      List.of(
          "",
          "\0",
          "\n",
          " 10000",
          "-1",
          "65536",
          "99999999999999999999",
          "null",
          "[]",
          "{}",
          "{\"name\":7,\"host\":[],\"carried\":{},\"process\":\"x\",\"since\":1}",
          "[".repeat(5000),
          "nobody/at/all",
          "../../etc/passwd",
          "127.0.0.1:99999",
          "\u001b[2Jgone",
          "x".repeat(20_000));

  /** Right ones, to be spoiled. */
  private static final FuzzTarget<String> SPOILED =
      FuzzTarget.ofText("foreign", text -> text)
          .examples(
              "10000",
              "10.0.0.1:32768",
              "victim/web/80/tcp",
              "released victim/web/80/tcp 2026-11-24T15:00:00Z",
              "web a6df32\nmongo 000000\n",
              "victim web a6df32 7\n",
              "7\t2026-11-27T17:00:00.5Z\tmoved\tvictim/web\tnode-1 is down",
              "{\"name\":\"victim\",\"engine\":\"tcp://10.0.0.9:2376\",\"address\":\"10.0.0.9\",\"tags\":[]}",
              "{\"host\":\"victim\",\"carried\":[10000,10001],\"clashes\":{\"10007\":\"in use\"}}",
              "{\"host\":\"a\",\"process\":1,\"user\":\"b\",\"since\":\"2026-11-27T17:00:00Z\"}");

  private final EtcdKeys keys;
  private final Client client;
  private final Map<ByteSequence, ByteSequence> written = new LinkedHashMap<>();
  private int next;

  ForeignKeys(String endpoint, String baseKey) {
    this.keys = new EtcdKeys(baseKey);
    this.client = Client.builder().endpoints(endpoint).maxInboundMessageSize(64 << 20).build();
  }

  /** Keys that are no names of their kind, of every kind. */
  void scatter() {
    List<String> prefixes = prefixes();
    Map<ByteSequence, ByteSequence> pairs = new LinkedHashMap<>();
    for (String prefix : prefixes) {
      NAMES.forEach(name -> pairs.put(EtcdClient.bytes(prefix + name), value()));
      pairs.put(raw(prefix, 0xff), value());
      pairs.put(raw(prefix, 0xfe), value());
      pairs.put(raw(prefix, 0xed, 0xa0, 0x80), value());
    }
    for (String prefix : List.of(keys.records(), keys.network(), keys.removals())) {
      pairs.put(EtcdClient.bytes(prefix + "large"), EtcdClient.bytes("x".repeat(1_000_000)));
    }
    pairs.put(EtcdClient.bytes(keys.base() + "/another-kind/victim"), value());
    putAll(pairs);
  }

  /** That key with a wrong value, as text. */
  void put(String key, String value) {
    putAll(Map.of(EtcdClient.bytes(key), EtcdClient.bytes(value)));
  }

  /** That key with whatever comes next. */
  void spoil(String key) {
    putAll(Map.of(EtcdClient.bytes(key), value()));
  }

  private List<String> prefixes() {
    return List.of(
        keys.records(),
        keys.owners(),
        keys.withheld(),
        keys.network(),
        keys.hosts(),
        keys.reports(),
        keys.drains(),
        keys.volumes(),
        keys.locks(),
        keys.removals(),
        keys.draining(),
        keys.events(),
        keys.base() + "/");
  }

  /** By turns one written by hand and one that was spoiled. */
  private ByteSequence value() {
    int number = next++;
    return number % 2 == 0
        ? EtcdClient.bytes(VALUES.get(number / 2 % VALUES.size()))
        : ByteSequence.from(small(SPOILED.input(SEED, number + 100)));
  }

  /** What etcd takes. */
  private static byte[] small(byte[] bytes) {
    return bytes.length > 1_000_000 ? new byte[] {(byte) 0xff} : bytes;
  }

  private static ByteSequence raw(String prefix, int... bytes) {
    byte[] name = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      name[i] = (byte) bytes[i];
    }
    return EtcdClient.bytes(prefix).concat(ByteSequence.from(name));
  }

  private void putAll(Map<ByteSequence, ByteSequence> pairs) {
    List<CompletableFuture<?>> puts = new ArrayList<>();
    pairs.forEach((key, value) -> puts.add(client.getKVClient().put(key, value)));
    CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new))
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
    written.putAll(pairs);
  }

  /** Everything written is there as it was, but for those keys. */
  void assertThatAllIsLeftAlone(String... but) {
    List<ByteSequence> exempt = Stream.of(but).map(EtcdClient::bytes).toList();
    Map<ByteSequence, ByteSequence> found = new HashMap<>();
    client
        .getKVClient()
        .get(EtcdClient.bytes(keys.base() + "/"), GetOption.builder().isPrefix(true).build())
        .orTimeout(30, TimeUnit.SECONDS)
        .join()
        .getKvs()
        .forEach(pair -> found.put(pair.getKey(), pair.getValue()));
    List<String> touched =
        written.entrySet().stream()
            .filter(pair -> !exempt.contains(pair.getKey()))
            .filter(pair -> !pair.getValue().equals(found.get(pair.getKey())))
            .map(pair -> EtcdClient.text(pair.getKey()))
            .toList();
    assertThat(touched).as("foreign keys that were written or deleted").isEmpty();
  }

  @Override
  public void close() {
    client.close();
  }
}

package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.viking.model.InvalidStackException;
import io.viking.model.ServicePort;
import io.viking.model.StackName;
import io.viking.model.fuzz.FuzzTarget;
import io.viking.model.fuzz.Fuzzer;
import io.viking.ports.RecordedPorts.Unreadable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of a local store, and what may stand in etcd's keys. */
class StoreFuzzTest {
  private static final Path FILE = Path.of("ports");
  private static final StackName APP = StackName.of("app");
  private static final EtcdKeys KEYS = new EtcdKeys("/viking");
  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");
  private static final String[] WORDS = {
    "next ",
    "withheld ",
    "skipped",
    "released ",
    "end\n",
    "# viking ports 1\n",
    "10000 ",
    "shared/mongo/27017/tcp",
    "2026-11-28T10:00:00Z",
    "shared_mongo_27017",
    "10.0.0.1:80",
    "revision ",
    "a6df32",
    "unknown",
    "\"host\":",
    "\"tags\":[",
    "\"carried\":[",
    "\"clashes\":{",
    "\"name\":\"a\"",
    "\"engine\":\"tcp://a:1\"",
    "\"process\":",
    "\"since\":\"",
    "/viking/ports/"
  };

  static Stream<FuzzTarget<?>> files() {
    return Stream.of(
        FuzzTarget.ofBytes("ledger", bytes -> new LedgerFile(FILE).parse(bytes))
            .refuses(CorruptStoreException.class)
            .refuses(IncompatibleStoreException.class)
            .refusesWith(message -> message.matches("(?s)(ports:[1-9][0-9]*: |ledger ports ).*"))
            .writes(LedgerFile::text)
            .words(WORDS)
            .examples(
                "# viking ports 1\nnext 0\nend\n",
                """
                # viking ports 1
                next 10002
                10000 shared/mongo/27017/tcp
                10001 a/b/53/udp
                withheld 10002 skipped
                withheld 10003 released a/c/80/tcp 2026-11-28T10:00:00.123456789Z
                end
                """,
                "# viking ports 2\nend\n"),
        FuzzTarget.ofText("ports-export", text -> PortRecordsJson.parse("file.json", text))
            .refuses(InvalidStackException.class)
            .refuses(IllegalArgumentException.class)
            .refusesWith(message -> message.contains("file.json"))
            .writes(PortRecordsJson::write)
            .words("version", "ports", "next", "withheld", "skipped", "released a/b/1/tcp ")
            .examples(
                "{\"version\":1,\"ports\":{\"a/b/80/tcp\":10000},\"next\":10001,\"withheld\":"
                    + "{\"8\":\"skipped\",\"9\":\"released a/b/1/tcp 2026-11-24T15:00:00Z\"}}"),
        FuzzTarget.ofBytes("endpoints", bytes -> EndpointsFile.parse(FILE, bytes))
            .refuses(CorruptStoreException.class)
            .refusesWith(message -> message.startsWith("ports cannot be read: "))
            .words(WORDS)
            .examples(
                """
                # viking endpoints 1
                revision 7
                shared_mongo_27017 x_a6df32 10.0.0.1:32768
                a:b c:d [fd00::1]:80
                """));
  }

  static Stream<FuzzTarget<?>> values() {
    return Stream.of(
        FuzzTarget.ofText("host-record", HostRecord::read)
            .writes(HostRecord::write)
            .words(WORDS)
            .examples(
                "{\"name\":\"node-1\",\"engine\":\"tcp://10.0.0.1:2376\",\"address\":\"10.0.0.1\","
                    + "\"tags\":[\"ssd\",\"x\"]}"),
        FuzzTarget.ofText("host-report", ReportRecord::read)
            .writes(ReportRecord::write)
            .words(WORDS)
            .examples(
                "{\"host\":\"node-1\",\"carried\":[10000,10001],\"clashes\":{\"10007\":\"in use\"}}"),
        FuzzTarget.ofText("lock-holder", text -> LockRecord.read(APP, text))
            .writes(LockRecord::write)
            .words(WORDS)
            .examples(
                "{\"host\":\"a\",\"process\":4711,\"user\":\"anna\","
                    + "\"since\":\"2026-11-27T17:00:00Z\"}"),
        FuzzTarget.ofText("departures", DrainRecord::read)
            .writes(DrainRecord::write)
            .words(WORDS)
            .examples("app web a6df32 7\nshared mongo 000000 unknown\n"),
        FuzzTarget.ofText(
                "removals",
                text -> AnnouncedRemovals.instances(APP, text).collect(Collectors.toSet()))
            .words(WORDS)
            .examples("web a6df32\nmongo 000000\n"),
        FuzzTarget.ofText("event", EventLine::read)
            .writes(e -> EventLine.write(e.orElseThrow().getKey(), e.orElseThrow().getValue()))
            .words(WORDS)
            .examples("7\t2026-11-27T17:00:00.5Z\tmoved\tapp/web\tnode-1 is down\\nsince \\\\ \\t"),
        FuzzTarget.ofText("withheld", Withheld::parse)
            .writes(Withheld::text)
            .words(WORDS)
            .examples(
                "skipped",
                "released a/b/1/tcp 2026-11-24T15:00:00Z",
                "skipped released a/b/1/udp 2026-11-24T15:00:00.1Z"),
        FuzzTarget.ofText("host-and-port", HostAndPort::parse)
            .writes(HostAndPort::toString)
            .examples("10.0.0.1:80", "[fd00::1%eth0]:65535", "a-b.c_d:1"),
        FuzzTarget.ofText("etcd-variables", StoreFuzzTest::options)
            .words("VIKING_ETCD=", "VIKING_KEY=", "VIKING_DEADLINE=", "https://", "a:2379", "500ms")
            .examples(
                "VIKING_ETCD=10.0.0.1:2379, http://b:2379\nVIKING_KEY=/a/b\nVIKING_DEADLINE=5s",
                "VIKING_ETCD=https://a:1\nVIKING_ETCD_CA=/ca\nVIKING_ETCD_CERT=/c\n"
                    + "VIKING_ETCD_CERT_KEY=/k\nVIKING_ETCD_USER=u\nVIKING_ETCD_PASSWORD_FILE=/p"));
  }

  static Stream<FuzzTarget<?>> keys() {
    return Stream.of(
        FuzzTarget.ofText("etcd-ports", StoreFuzzTest::ports)
            .refuses(CorruptStoreException.class)
            .refuses(IncompatibleStoreException.class)
            .refusesWith(message -> message.contains("/viking/"))
            .words(
                "/viking/ports/",
                "/viking/ports-by-number/",
                "/viking/ports-withheld/",
                "/viking/reports/",
                "/viking/ports-next=",
                "/viking/version=1",
                "a/b/80/tcp=10000")
            .examples(
                """
                /viking/version=1
                /viking/ports-next=10001
                /viking/ports/a/b/80/tcp=10000
                /viking/ports-by-number/10000=a/b/80/tcp
                /viking/ports-withheld/10001=skipped
                /viking/reports/n={"host":"n","carried":[10000],"clashes":{}}
                """),
        FuzzTarget.ofText("etcd-endpoint", StoreFuzzTest::endpoint)
            .words("/viking/network/", "shared_mongo_27017/", "10.0.0.1:80", "=")
            .examples("/viking/network/shared_mongo_27017/x:y=10.0.0.1:32768"));
  }

  @ParameterizedTest
  @MethodSource({"files", "values", "keys"})
  void isReadOrRefusedWithAPlaceWithinASecondAndALittleMemory(FuzzTarget<?> target) {
    Fuzzer.check(target);
  }

  private static EtcdOptions options(String text) {
    return EtcdVariables.read(pairs(text)).build();
  }

  private static Optional<Endpoint> endpoint(String text) {
    String[] parts = text.split("=", 2);
    return KEYS.endpointAt(
        parts[0].startsWith(KEYS.network()) ? parts[0] : KEYS.network() + parts[0],
        parts[parts.length - 1]);
  }

  /** Everything that reads the keys of ports; one bad key of another service changes nothing. */
  private static PortRecords ports(String text) {
    Map<String, String> pairs = pairs(text);
    List<KeyValue> all = new ArrayList<>();
    pairs.forEach((key, value) -> all.add(pair(key, value)));
    all.add(pair(KEYS.record(MONGO), "29999"));
    PortReading reading = PortReading.ofPairs(KEYS, PortQuery.everything(Set.of()), all);
    reading.unavailable(Instant.EPOCH);
    new PortKeysCheck(KEYS, below(KEYS.records(), pairs), below(KEYS.owners(), pairs)).findings();
    new WithheldCheck(KEYS, below(KEYS.owners(), pairs)).findings(below(KEYS.withheld(), pairs));
    PortRecords records = reading.everything(Unreadable.LEFT_OUT);
    if (!pairs.containsValue("29999")) {
      assertThat(records.table().find(MONGO)).hasValue(29999);
    }
    return records;
  }

  private static Map<String, String> below(String prefix, Map<String, String> pairs) {
    Map<String, String> below = new HashMap<>(pairs);
    below.keySet().removeIf(key -> !key.startsWith(prefix));
    return below;
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    text.lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> pairs.put(parts[0], parts[1]));
    return pairs;
  }

  private static KeyValue pair(String key, String value) {
    return new KeyValue(
        io.etcd.jetcd.api.KeyValue.newBuilder()
            .setKey(ByteString.copyFromUtf8(key))
            .setValue(ByteString.copyFromUtf8(value))
            .build(),
        ByteSequence.EMPTY);
  }
}

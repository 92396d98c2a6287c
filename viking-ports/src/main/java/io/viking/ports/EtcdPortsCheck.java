package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.viking.model.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what etcd holds about ports is right in itself, all of it read at one moment. */
final class EtcdPortsCheck {
  private final EtcdOptions options;
  private final EtcdKeys keys;

  EtcdPortsCheck(EtcdOptions options) {
    this.options = options;
    this.keys = new EtcdKeys(options.baseKey());
  }

  List<Finding> of(EtcdClient client) {
    TxnResponse read =
        client.call(
            "read the records of ports",
            etcd ->
                etcd.getKVClient()
                    .txn()
                    .Then(
                        all(keys.records()),
                        all(keys.owners()),
                        all(keys.withheld()),
                        EtcdLayout.get(keys))
                    .commit());
    Map<String, String> records = texts(read.getGetResponses().get(0).getKvs());
    Map<String, String> owners = texts(read.getGetResponses().get(1).getKvs());
    Map<String, String> withheld = texts(read.getGetResponses().get(2).getKvs());
    List<Finding> findings = new ArrayList<>(new PortKeysCheck(keys, records, owners).findings());
    findings.addAll(new WithheldCheck(keys, owners).findings(withheld));
    findings.addAll(
        RangeCheck.of(options.ports(), given(records, owners), numbers(keys.withheld(), withheld)));
    findings.addAll(layout(texts(read.getGetResponses().get(3).getKvs())));
    return findings;
  }

  private static Op all(String prefix) {
    return Op.get(EtcdClient.bytes(prefix), GetOption.builder().isPrefix(true).build());
  }

  private Set<Integer> given(Map<String, String> records, Map<String, String> owners) {
    Set<Integer> given = numbers(keys.owners(), owners);
    records.values().forEach(value -> given.add(PortReading.number(value)));
    given.remove(0);
    return given;
  }

  private static Set<Integer> numbers(String prefix, Map<String, String> pairs) {
    Set<Integer> numbers = new HashSet<>();
    pairs.keySet().forEach(key -> numbers.add(PortReading.number(key.substring(prefix.length()))));
    numbers.remove(0);
    return numbers;
  }

  /** Without a version nothing was written yet, or by a library that knew none. */
  private List<Finding> layout(Map<String, String> version) {
    try {
      version.values().forEach(found -> EtcdLayout.check(keys, found));
      return List.of();
    } catch (IncompatibleStoreException e) {
      return List.of(StoreFindings.failure("ports", e));
    }
  }

  /** Of two keys that are no text, and read alike, one: neither is viking's. */
  private static Map<String, String> texts(List<KeyValue> pairs) {
    return pairs.stream()
        .collect(
            Collectors.toMap(
                pair -> EtcdClient.text(pair.getKey()),
                pair -> EtcdClient.text(pair.getValue()),
                (one, other) -> one));
  }
}

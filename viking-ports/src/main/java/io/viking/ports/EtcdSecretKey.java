package io.viking.ports;

import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import java.util.List;
import java.util.Optional;

/** The key of the secrets' fingerprints in etcd. */
final class EtcdSecretKey {
  private final EtcdClient client;
  private final EtcdLayout layout;
  private final String key;

  EtcdSecretKey(EtcdClient client, EtcdLayout layout, EtcdKeys keys) {
    this.client = client;
    this.layout = layout;
    this.key = keys.secretKey();
  }

  byte[] get() {
    Deadline deadline = client.deadline();
    Optional<String> known = read(deadline);
    while (known.isEmpty()) {
      // Whoever is first makes it: one that is there is never replaced.
      layout.write(
          "record the key of secrets",
          deadline,
          List.of(new Cmp(EtcdClient.bytes(key), Cmp.Op.EQUAL, CmpTarget.createRevision(0))),
          List.of(
              Op.put(
                  EtcdClient.bytes(key),
                  EtcdClient.bytes(SecretKeyText.random()),
                  PutOption.DEFAULT)));
      known = read(deadline);
    }
    return SecretKeyText.parse(known.get(), "etcd key " + key);
  }

  private Optional<String> read(Deadline deadline) {
    return client
        .call(
            "read the key of secrets",
            deadline,
            etcd -> etcd.getKVClient().get(EtcdClient.bytes(key)))
        .getKvs()
        .stream()
        .map(pair -> EtcdClient.text(pair.getValue()))
        .findFirst();
  }
}

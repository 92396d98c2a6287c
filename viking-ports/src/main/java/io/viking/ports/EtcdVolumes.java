package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The homes of volumes in etcd; under no lease, since data outlives its host's agent. */
final class EtcdVolumes implements VolumeDirectory {
  private final EtcdClient client;
  private final EtcdLayout layout;
  private final EtcdKeys keys;

  EtcdVolumes(EtcdClient client, EtcdLayout layout, EtcdKeys keys) {
    this.client = client;
    this.layout = layout;
    this.keys = keys;
  }

  @Override
  public Map<String, String> homes() {
    return homes(client.deadline());
  }

  private Map<String, String> homes(Deadline deadline) {
    Map<String, String> homes = new TreeMap<>();
    for (KeyValue pair : client.list("list volumes", keys.volumes(), deadline).getKvs()) {
      String volume = EtcdClient.text(pair.getKey()).substring(keys.volumes().length());
      homes.put(volume, EtcdClient.text(pair.getValue()));
    }
    return Collections.unmodifiableMap(homes);
  }

  @Override
  public void record(String volume, String host) {
    VolumeNames.check(volume, host);
    layout.write(
        "record volume " + volume,
        client.deadline(),
        List.of(
            Op.put(
                EtcdClient.bytes(keys.volume(volume)), EtcdClient.bytes(host), PutOption.DEFAULT)));
  }

  @Override
  public Optional<String> forget(String volume) {
    Deadline deadline = client.deadline();
    // Read first: a delete that is tried again after a lost answer would find nothing to tell of.
    Optional<String> home = Optional.ofNullable(homes(deadline).get(volume));
    layout.write(
        "forget volume " + volume,
        deadline,
        List.of(Op.delete(EtcdClient.bytes(keys.volume(volume)), DeleteOption.DEFAULT)));
    return home;
  }
}

package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.GetOption;
import io.viking.model.Host;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host records in etcd. */
final class EtcdHosts implements HostDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdHosts.class);

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final EtcdRegistrations registrations;

  EtcdHosts(EtcdClient client, EtcdKeys keys, EtcdRegistrations registrations) {
    this.client = client;
    this.keys = keys;
    this.registrations = registrations;
  }

  @Override
  public void announce(Host host) {
    registrations.put(keys.host(host.name()), HostRecord.write(host));
  }

  @Override
  public List<Host> hosts() {
    GetOption all = GetOption.builder().isPrefix(true).build();
    return client
        .call("list hosts", etcd -> etcd.getKVClient().get(EtcdClient.bytes(keys.hosts()), all))
        .getKvs()
        .stream()
        .flatMap(pair -> read(pair).stream())
        .sorted(Comparator.comparing(Host::name))
        .toList();
  }

  private static Optional<Host> read(KeyValue pair) {
    try {
      return Optional.of(HostRecord.read(EtcdClient.text(pair.getValue())));
    } catch (IllegalArgumentException e) {
      LOG.warn("etcd key {} is left out: {}", EtcdClient.text(pair.getKey()), e.getMessage());
      return Optional.empty();
    }
  }
}

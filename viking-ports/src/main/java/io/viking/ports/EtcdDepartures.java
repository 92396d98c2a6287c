package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.viking.model.InstanceId;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The announced removals in etcd, which the locks write, and the hosts' reports under a lease. */
final class EtcdDepartures implements Departures, AutoCloseable {
  private final EtcdClient client;
  private final EtcdKeys keys;
  private final EtcdRegistrations registrations;
  private final Watchers<Set<InstanceId>> watchers = new Watchers<>("departures");
  private final EtcdFollower follower;

  EtcdDepartures(EtcdClient client, EtcdKeys keys, EtcdRegistrations registrations) {
    this.client = client;
    this.keys = keys;
    this.registrations = registrations;
    this.follower =
        new EtcdFollower(
            client, "announced removals", keys.removals(), new EtcdRemovalsFeed(keys, watchers));
  }

  @Override
  public Subscription watch(Consumer<Set<InstanceId>> listener) {
    follower.start();
    return watchers.add(listener);
  }

  @Override
  public void report(String host, Map<InstanceId, Integer> open) {
    DrainRecord.check(host, open);
    if (open.isEmpty()) {
      registrations.remove(keys.draining(host));
    } else {
      registrations.put(keys.draining(host), DrainRecord.write(open));
    }
  }

  @Override
  public Map<String, Map<InstanceId, Integer>> reports() {
    Map<String, Map<InstanceId, Integer>> reports = new TreeMap<>();
    for (KeyValue pair :
        client.list("list what the hosts tell of departing instances", keys.draining()).getKvs()) {
      String host = EtcdClient.text(pair.getKey()).substring(keys.draining().length());
      reports.put(host, DrainRecord.read(EtcdClient.text(pair.getValue())));
    }
    return Collections.unmodifiableMap(reports);
  }

  @Override
  public void close() {
    follower.close();
    watchers.close();
  }
}

package io.viking.ports;

import io.viking.model.Finding;
import java.net.URI;
import java.util.List;

/** The cluster store in etcd. */
final class EtcdStore implements ClusterStore {
  private final EtcdClient client;
  private final EtcdKeys keys;
  private final EtcdRegistrations registrations;
  private final EtcdPorts ports;
  private final EtcdEndpoints endpoints;
  private final EtcdHosts hosts;
  private final EtcdVolumes volumes;
  private final EtcdLocks locks;
  private final EtcdDepartures departures;
  private final EtcdEvents events;
  private final EtcdSecretKey secretKey;

  private EtcdStore(EtcdOptions options) {
    client = new EtcdClient(options);
    keys = new EtcdKeys(options.baseKey());
    EtcdLayout layout = new EtcdLayout(client, keys);
    registrations = new EtcdRegistrations(client, layout);
    ports = new EtcdPorts(client, layout, keys);
    endpoints = new EtcdEndpoints(client, keys, registrations);
    hosts = new EtcdHosts(client, layout, keys, registrations);
    volumes = new EtcdVolumes(client, layout, keys);
    locks = new EtcdLocks(client, layout, keys, volumes);
    departures = new EtcdDepartures(client, keys, registrations);
    events = new EtcdEvents(client, layout, keys);
    secretKey = new EtcdSecretKey(client, layout, keys);
  }

  static ClusterStore open(EtcdOptions options) {
    return new EtcdStore(options);
  }

  @Override
  public PortAllocator ports() {
    return ports;
  }

  @Override
  public EndpointDirectory endpoints() {
    return endpoints;
  }

  @Override
  public HostDirectory hosts() {
    return hosts;
  }

  @Override
  public VolumeDirectory volumes() {
    return volumes;
  }

  @Override
  public StackLocks locks() {
    return locks;
  }

  @Override
  public Departures departures() {
    return departures;
  }

  @Override
  public EventLog events() {
    return events;
  }

  @Override
  public byte[] secretKey() {
    return secretKey.get();
  }

  @Override
  public URI network() {
    URI first = URI.create(client.options().endpoints().get(0));
    return URI.create("etcd://" + first.getAuthority() + keys.base() + "/network");
  }

  @Override
  public List<Finding> examine() {
    return new EtcdExamination(client.options()).run();
  }

  /** What the next process registers under the same keys is no longer under this one's lease. */
  @Override
  public void leave() {
    registrations.leave();
  }

  @Override
  public void close() {
    locks.close();
    endpoints.close();
    departures.close();
    registrations.close();
    client.close();
  }
}

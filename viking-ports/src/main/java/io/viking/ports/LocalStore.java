package io.viking.ports;

import io.viking.model.Finding;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The cluster store of a single host, in files. */
final class LocalStore implements ClusterStore {
  private final LocalFolder folder;
  private final PortRange range;
  private final LocalRegistrar registrar;
  private final LocalPorts ports;
  private final LocalEndpoints endpoints;
  private final LocalHosts hosts;
  private final LocalVolumes volumes;
  private final LocalLocks locks;
  private final LocalDepartures departures;
  private final LocalEvents events;
  private final LocalSecretKey secretKey;

  private LocalStore(LocalFolder folder, PortRange range, Quarantine quarantine) {
    this.folder = folder;
    this.range = range;
    registrar = new LocalRegistrar(folder);
    endpoints = new LocalEndpoints(folder, registrar);
    hosts = new LocalHosts(folder, registrar);
    ports = new LocalPorts(folder, range, quarantine, hosts::reports);
    volumes = new LocalVolumes(folder);
    locks = new LocalLocks(folder, volumes);
    departures = new LocalDepartures(folder, locks::announced, registrar);
    events = new LocalEvents(folder);
    secretKey = new LocalSecretKey(folder);
  }

  static ClusterStore open(Path folder, PortRange range, Quarantine quarantine) {
    return new LocalStore(new LocalFolder(folder.toAbsolutePath().normalize()), range, quarantine);
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
    return URI.create("local:///viking/network");
  }

  @Override
  public List<Finding> examine() {
    return new LocalExamination(folder, range, ports, hosts).run();
  }

  @Override
  public void leave() {
    registrar.leave();
  }

  @Override
  public void takeOver() {
    registrar.takeOver();
  }

  @Override
  public void close() {
    locks.close();
    endpoints.close();
    departures.close();
    registrar.close();
  }
}

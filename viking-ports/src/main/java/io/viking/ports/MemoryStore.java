package io.viking.ports;

import java.net.URI;

/** The cluster store of one process. */
final class MemoryStore implements ClusterStore {
  private final MemoryPorts ports;
  private final MemoryEndpoints endpoints = new MemoryEndpoints();
  private final MemoryHosts hosts = new MemoryHosts();
  private final MemoryVolumes volumes = new MemoryVolumes();
  private final MemoryDepartures departures = new MemoryDepartures();
  private final MemoryEvents events = new MemoryEvents();
  private final String secretKey = SecretKeyText.random();
  private final MemoryLocks locks = new MemoryLocks(volumes, departures::depart);

  MemoryStore(PortRange range, Quarantine quarantine) {
    this.ports = new MemoryPorts(range, quarantine, hosts::reports);
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
    return SecretKeyText.parse(secretKey, "memory");
  }

  @Override
  public URI network() {
    return URI.create("memory://local/viking/network");
  }

  @Override
  public void close() {
    endpoints.close();
    hosts.clear();
    departures.close();
  }
}

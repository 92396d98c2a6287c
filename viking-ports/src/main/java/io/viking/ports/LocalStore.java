package io.viking.ports;

import java.net.URI;
import java.nio.file.Path;

/** The cluster store of a single host, in files. */
final class LocalStore implements ClusterStore {
  private final LocalRegistrar registrar;
  private final LocalPorts ports;
  private final LocalEndpoints endpoints;
  private final LocalHosts hosts;
  private final LocalVolumes volumes;

  private LocalStore(LocalFolder folder, PortRange range, Quarantine quarantine) {
    registrar = new LocalRegistrar(folder);
    endpoints = new LocalEndpoints(folder, registrar);
    hosts = new LocalHosts(folder, registrar);
    ports = new LocalPorts(folder, range, quarantine, hosts::reports);
    volumes = new LocalVolumes(folder);
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
  public URI network() {
    return URI.create("local:///viking/network");
  }

  @Override
  public void close() {
    endpoints.close();
    registrar.close();
  }
}

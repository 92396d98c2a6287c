package io.viking.ports;

import io.viking.model.Host;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The cluster store of one process. */
final class MemoryStore implements ClusterStore {
  private final MemoryPorts ports;
  private final MemoryEndpoints endpoints = new MemoryEndpoints();
  private final MemoryHosts hosts = new MemoryHosts();

  MemoryStore(PortRange range) {
    this.ports = new MemoryPorts(range);
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
  public URI network() {
    return URI.create("memory://local/viking/network");
  }

  @Override
  public void close() {
    endpoints.close();
    hosts.clear();
  }

  private static final class MemoryHosts implements HostDirectory {
    private final Map<String, Host> byName = new TreeMap<>();

    @Override
    public synchronized void announce(Host host) {
      byName.put(host.name(), host);
    }

    @Override
    public synchronized List<Host> hosts() {
      return List.copyOf(byName.values());
    }

    synchronized void clear() {
      byName.clear();
    }
  }
}

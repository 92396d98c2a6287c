package io.viking.ports;

import java.net.URI;

final class MemoryStore implements ClusterStore {
  MemoryStore(PortRange range) {}

  @Override
  public PortAllocator ports() {
    throw new UnsupportedOperationException();
  }

  @Override
  public EndpointDirectory endpoints() {
    throw new UnsupportedOperationException();
  }

  @Override
  public HostDirectory hosts() {
    throw new UnsupportedOperationException();
  }

  @Override
  public URI network() {
    return URI.create("memory://local/viking/network");
  }

  @Override
  public void close() {}
}

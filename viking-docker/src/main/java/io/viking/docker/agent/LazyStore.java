package io.viking.docker.agent;

import io.viking.model.Finding;
import io.viking.ports.ClusterStore;
import io.viking.ports.Departures;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.EventLog;
import io.viking.ports.HostDirectory;
import io.viking.ports.PortAllocator;
import io.viking.ports.StackLocks;
import io.viking.ports.VolumeDirectory;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A store that is opened when it is first used: a client of etcd takes a while to load. */
final class LazyStore implements ClusterStore {
  private final Supplier<ClusterStore> opening;
  private Optional<ClusterStore> opened = Optional.empty();

  LazyStore(Supplier<ClusterStore> opening) {
    this.opening = opening;
  }

  private synchronized ClusterStore store() {
    if (opened.isEmpty()) {
      opened = Optional.of(opening.get());
    }
    return opened.get();
  }

  @Override
  public PortAllocator ports() {
    return store().ports();
  }

  @Override
  public EndpointDirectory endpoints() {
    return store().endpoints();
  }

  @Override
  public HostDirectory hosts() {
    return store().hosts();
  }

  @Override
  public VolumeDirectory volumes() {
    return store().volumes();
  }

  @Override
  public StackLocks locks() {
    return store().locks();
  }

  @Override
  public Departures departures() {
    return store().departures();
  }

  @Override
  public EventLog events() {
    return store().events();
  }

  @Override
  public byte[] secretKey() {
    return store().secretKey();
  }

  @Override
  public URI network() {
    return store().network();
  }

  @Override
  public List<Finding> examine() {
    return store().examine();
  }

  @Override
  public void leave() {
    store().leave();
  }

  @Override
  public void takeOver() {
    store().takeOver();
  }

  @Override
  public synchronized void close() {
    opened.ifPresent(ClusterStore::close);
  }
}

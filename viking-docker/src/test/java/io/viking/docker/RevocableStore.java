package io.viking.docker;

import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.Departures;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.EventLog;
import io.viking.ports.HostDirectory;
import io.viking.ports.LockHolder;
import io.viking.ports.PortAllocator;
import io.viking.ports.StackLock;
import io.viking.ports.StackLocks;
import io.viking.ports.VolumeDirectory;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store whose locks can be taken away from their holders. */
final class RevocableStore implements ClusterStore {
  private final ClusterStore store;
  private volatile Optional<StackLock> latest = Optional.empty();

  RevocableStore(ClusterStore store) {
    this.store = store;
  }

  /** Takes the lock that was got last away from its holder. */
  void revoke() {
    latest.ifPresent(StackLock::close);
  }

  @Override
  public StackLocks locks() {
    return new StackLocks() {
      @Override
      public StackLock acquire(
          Collection<StackName> stacks, Duration wait, Consumer<LockHolder> waiting) {
        StackLock lock = store.locks().acquire(stacks, wait, waiting);
        latest = Optional.of(lock);
        return lock;
      }

      @Override
      public List<LockHolder> holders() {
        return store.locks().holders();
      }
    };
  }

  @Override
  public PortAllocator ports() {
    return store.ports();
  }

  @Override
  public EndpointDirectory endpoints() {
    return store.endpoints();
  }

  @Override
  public HostDirectory hosts() {
    return store.hosts();
  }

  @Override
  public VolumeDirectory volumes() {
    return store.volumes();
  }

  @Override
  public Departures departures() {
    return store.departures();
  }

  @Override
  public EventLog events() {
    return store.events();
  }

  @Override
  public byte[] secretKey() {
    return store.secretKey();
  }

  @Override
  public URI network() {
    return store.network();
  }

  @Override
  public void close() {
    store.close();
  }
}

package io.viking.ports;

import io.viking.model.Finding;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the machines of a cluster know together: allocated ports, live endpoints, live hosts.
 *
 * <p>Safe for use by several threads. Whoever opens a store closes it; closing takes back what it
 * registered and frees its connections and threads.
 *
 * <pre>{@code
 * try (ClusterStore store = ClusterStore.etcd(EtcdOptions.of("http://10.0.0.1:2379"))) {
 *   int port = store.ports().allocate(ServicePort.parse("shared/mongo/27017/tcp"));
 * }
 * }</pre>
 */
public interface ClusterStore extends AutoCloseable {
  /** The port allocator of this store. */
  PortAllocator ports();

  /** The endpoint directory of this store. */
  EndpointDirectory endpoints();

  /** The host directory of this store. */
  HostDirectory hosts();

  /** The volume directory of this store. */
  VolumeDirectory volumes();

  /** The locks of this store's stacks; those that are held are given back when it is closed. */
  StackLocks locks();

  /** The instances that are about to be removed, and what the hosts tell of them. */
  Departures departures();

  /** The last events of this cluster, for people. */
  EventLog events();

  /**
   * A random key that all who deploy to this cluster share, made when first asked for. With it the
   * values of secrets are told from one another, so that what is told, in labels and plans, helps
   * nobody to guess a value who has not got the key.
   *
   * @return 32 bytes, a copy
   * @throws StoreUnavailableException if the store cannot be used
   * @throws CorruptStoreException if what stands in the key's place is none
   */
  byte[] secretKey();

  /**
   * What the value of {@code BACKEND_<port>} starts with: followed by {@code /<registry name>} it
   * says where that service's endpoints are found, as in {@code
   * etcd://10.0.0.1:2379/viking/network}.
   */
  URI network();

  /**
   * Looks at the store's health and at whether its records of ports contradict each other. Writes
   * nothing, throws nothing, and ends by a deadline: what cannot be looked at is a finding, too.
   *
   * @return in no particular order; empty from a store that has nothing to say
   */
  default List<Finding> examine() {
    return List.of();
  }

  /**
   * Registers nothing any more, and takes nothing back: another process has taken over what this
   * one has registered, or what of it is not taken over ends by itself after 10 s or a lease. The
   * store can still be read, and has to be closed.
   */
  default void leave() {}

  /**
   * Takes over what another process on this host, which has {@link #leave left}, has registered. To
   * be called before anything is registered here. What is not registered here within 10 s or a
   * lease is then gone.
   *
   * @throws StoreUnavailableException if the store cannot be used
   */
  default void takeOver() {}

  /** Takes back what was registered and frees everything; never throws, may be repeated. */
  @Override
  void close();

  /** The store in an etcd cluster. Connects when first used. */
  static ClusterStore etcd(EtcdOptions options) {
    return EtcdStore.open(options);
  }

  /**
   * The store of a single host, in files below that folder, which is made if missing. Several
   * processes may share it; one at a time, the agent, may register.
   */
  static ClusterStore local(Path folder, PortRange range) {
    return local(folder, range, Quarantine.DEFAULT);
  }

  /**
   * The same with another time during which a released number is not given again; the default is 1
   * h, zero is not at all.
   */
  static ClusterStore local(Path folder, PortRange range, Duration quarantine) {
    return LocalStore.open(folder, range, Quarantine.of(quarantine));
  }

  /** A store of this process only, for tests and for looking at plans. */
  static ClusterStore inMemory(PortRange range) {
    return inMemory(range, Quarantine.DEFAULT);
  }

  /** The same with another time during which a released number is not given again. */
  static ClusterStore inMemory(PortRange range, Duration quarantine) {
    return new MemoryStore(range, Quarantine.of(quarantine));
  }
}

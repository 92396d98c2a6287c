package io.viking.ports;

import java.util.function.Consumer;

/**
 * The live endpoints of the cluster. What one directory has registered belongs to its {@link
 * ClusterStore}: it is gone when that store is closed, and soon after its process has died.
 *
 * <p>Safe for use by several threads. A new implementation must pass {@code
 * EndpointDirectoryContract} of this module's test jar.
 */
public interface EndpointDirectory {
  /**
   * Adds the endpoint, or moves the one of its service and id to its address. Repeating it is
   * harmless. It is kept, and put back after the store lost it, until it is deregistered.
   *
   * @throws StoreUnavailableException if the store cannot be written in time; the endpoint is then
   *     registered once the store is back, unless deregistered before
   */
  void register(Endpoint endpoint);

  /**
   * Takes away what this directory registered under that service and id. Repeating it is harmless.
   *
   * @throws StoreUnavailableException if the store cannot be written in time; the endpoint is then
   *     removed once the store is back
   */
  void deregister(String service, String id);

  /**
   * All endpoints now, those of other hosts included.
   *
   * @throws StoreUnavailableException if the store cannot be read in time
   */
  EndpointSnapshot snapshot();

  /**
   * Calls the listener with the current snapshot and with every later one, in order, one call at a
   * time; several changes may be folded into one call. While the store is away there are no calls:
   * a consumer keeps what it has. The listener must not block for long and must not call this
   * store.
   */
  Subscription watch(Consumer<EndpointSnapshot> listener);
}

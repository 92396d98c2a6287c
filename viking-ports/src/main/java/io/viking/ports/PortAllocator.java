package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Gives each service port a number that no other service port of the cluster has, and the same one
 * for ever.
 *
 * <p>Implementations are safe for use by several threads, and by several processes where they keep
 * their record outside the process. Whoever opened the {@link ClusterStore} closes it; an allocator
 * has no close of its own. A new implementation must pass {@code PortAllocatorContract} of this
 * module's test jar.
 *
 * <pre>{@code
 * int port = store.ports().allocate(ServicePort.parse("shared/mongo/27017/tcp"));
 * }</pre>
 */
public interface PortAllocator {
  /**
   * The recorded number of that service port, or a new one that is recorded before it is returned.
   *
   * @throws PortsExhaustedException if the range has no number left
   * @throws StoreUnavailableException if the record cannot be read or written in time
   */
  default int allocate(ServicePort port) {
    return allocate(Set.of(port)).require(port);
  }

  /**
   * The numbers of all these service ports. Recorded ones stay; new ones are given together, and
   * consecutively in the iteration order of the collection while the range has such a run. All new
   * ones are recorded, or none is.
   *
   * @return exactly the service ports asked for
   * @throws PortsExhaustedException if the range has not enough numbers left
   * @throws StoreUnavailableException if the record cannot be read or written in time
   */
  PortTable allocate(Collection<ServicePort> ports);

  /**
   * The recorded number, or empty; never allocates.
   *
   * @throws StoreUnavailableException if the record cannot be read in time
   */
  OptionalInt find(ServicePort port);

  /**
   * Everything recorded.
   *
   * @throws StoreUnavailableException if the record cannot be read in time
   */
  PortTable list();

  /**
   * Forgets that service port, so that its number may be given to another one later. The counter
   * goes on from where it is, so a number is given again only after all others of the range.
   *
   * @return whether a number was recorded
   * @throws StoreUnavailableException if the record cannot be written in time
   */
  boolean release(ServicePort port);
}

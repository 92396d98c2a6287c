package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;

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
   * Forgets that service port. Its number goes into quarantine: it is not given to any service
   * before the time that the store was opened with is over (default 1 h), nor while a host reports
   * that a container carries it ({@link HostReport#carried}), and then only after all other numbers
   * of the range.
   *
   * @return whether a number was recorded
   * @throws StoreUnavailableException if the record cannot be written in time
   */
  boolean release(ServicePort port);

  /**
   * The numbers that are not given at the moment though nobody has them, sorted, with the reason;
   * also those that are skipped and that somebody has had before.
   *
   * @throws StoreUnavailableException if the record cannot be read in time
   */
  SortedMap<Integer, Withheld> withheld();

  /**
   * Never gives these numbers from now on; who has one already keeps it. Numbers that are skipped
   * already, or outside the range, are no fault.
   *
   * @throws IllegalArgumentException if one is not 1 to 65535
   * @throws StoreUnavailableException if the record cannot be written in time
   */
  void skip(Collection<Integer> numbers);

  /**
   * Takes {@link #skip} back; a quarantine goes on.
   *
   * @throws IllegalArgumentException if one is not 1 to 65535
   * @throws StoreUnavailableException if the record cannot be written in time
   */
  void unskip(Collection<Integer> numbers);

  /**
   * Everything recorded at one moment, for a backup or for another store.
   *
   * @throws CorruptStoreException if something recorded cannot be read
   * @throws StoreUnavailableException if the record cannot be read in time
   */
  PortRecords export();

  /**
   * Adds those records to what is there. No number is ever changed: what is recorded already is
   * left as it is, and one contradiction refuses them all. Numbers outside the range are recorded
   * too.
   *
   * <p>Everything is written, or nothing; only where a store cannot take so many at once (etcd:
   * more than 1,280 service ports) a failure half-way leaves a part recorded, and the same call
   * again goes on from there.
   *
   * @throws PortConflictException with all contradictions
   * @throws CorruptStoreException if something recorded cannot be read
   * @throws StoreUnavailableException if the record cannot be written in time
   */
  void restore(PortRecords records);
}

package io.viking.ports;

import io.viking.model.InstanceId;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The instances that are about to be removed, and the connections that they still have: a deployer
 * marks them with {@link StackLock#announceRemoval}, each host's agent tells how far it is, and the
 * deployer stops a container once nobody sends anything to it any more.
 *
 * <p>Safe for use by several threads.
 */
public interface Departures {
  /** How many connections a host has to an instance, where it cannot say. */
  int UNKNOWN = -1;

  /**
   * Tells the instances, of all stacks, whose removal is announced: once at the beginning, and
   * whenever they change. While the store is away the last ones stay.
   *
   * @param listener called by one thread at a time; must not block
   */
  Subscription watch(Consumer<Set<InstanceId>> listener);

  /**
   * Tells how many connections a host still has to instances to which it sends nothing new any
   * more; replaces what it told before, and ends with the host's registrations.
   *
   * @param host the host's name
   * @param open from each such instance to its number of connections, 0 or more, or {@link
   *     #UNKNOWN}; empty if there is no such instance
   * @throws IllegalArgumentException if that is no name of a host, or a number is another
   * @throws StoreUnavailableException if the store cannot be written in time; it is then written
   *     once the store is back, unless something else was told before
   */
  void report(String host, Map<InstanceId, Integer> open);

  /**
   * What the hosts told last, by the host's name. A host that is not in it tells of no instance.
   *
   * @throws StoreUnavailableException if the store cannot be read in time
   */
  Map<String, Map<InstanceId, Integer>> reports();
}

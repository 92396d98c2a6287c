package io.viking.ports;

import io.viking.model.StackName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * One lock a stack, so that one program at a time changes what runs of it. Safe for use by several
 * threads; a thread that holds a lock and asks for it again waits like any other.
 *
 * <pre>{@code
 * try (StackLock lock =
 *     store.locks().acquire(List.of(StackName.of("app")), Duration.ofSeconds(30), holder -> {})) {
 *   lock.requireHeld();
 *   ...
 * }
 * }</pre>
 */
public interface StackLocks {
  /**
   * Takes the locks of all these stacks, or of none: whoever waits holds nothing, so that two
   * programs cannot wait for each other.
   *
   * @param stacks one at least
   * @param wait how long to wait for those that others hold; zero fails at once
   * @param waiting called before the first wait, and when another holder is waited for; in the
   *     calling thread
   * @throws StackLockedException if others hold one of them for longer than that
   * @throws StoreUnavailableException if the store cannot be used in time
   * @throws IllegalArgumentException if there is no stack, or the wait is negative
   */
  StackLock acquire(Collection<StackName> stacks, Duration wait, Consumer<LockHolder> waiting);

  /**
   * Who holds a lock, by the order of the stacks' names.
   *
   * @throws StoreUnavailableException if the store cannot be read in time
   */
  List<LockHolder> holders();
}

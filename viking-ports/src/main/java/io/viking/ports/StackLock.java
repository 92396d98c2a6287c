package io.viking.ports;

import io.viking.model.InstanceId;
import io.viking.model.StackName;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;

/**
 * The locks of some stacks, held by this program. Safe for use by several threads; whoever acquired
 * it closes it.
 *
 * <p>A lock can be lost: the store was away for too long, this process stood still, or somebody
 * deleted it. What is written through {@link #volumes} and {@link #announceRemoval} is then refused
 * by the store itself. Anything else asks {@link #requireHeld} right before it is done, and must be
 * harmless where it comes too late all the same.
 */
public interface StackLock extends AutoCloseable {
  /** The stacks, at least one. */
  SortedSet<StackName> stacks();

  /** A number that is greater than that of every earlier lock of these stacks. */
  long fence();

  /** Whether it is certainly held at this moment. Once false, it stays so. */
  boolean isHeld();

  /**
   * Does nothing while the lock is certainly held.
   *
   * @throws StackLockLostException if it is lost, or closed
   */
  default void requireHeld() {
    if (!isHeld()) {
      throw lost();
    }
  }

  /** What {@link #requireHeld} throws once the lock is lost. */
  StackLockLostException lost();

  /**
   * Calls that once when the lock is lost, on a thread that must not be blocked; at once if it is
   * lost already, never if it is closed before.
   */
  void onLost(Runnable listener);

  /**
   * The store's volume directory. What is written through it is written only while the lock is
   * held, as the store sees it; otherwise {@link StackLockLostException} is thrown.
   */
  VolumeDirectory volumes();

  /**
   * The instances of these stacks whose removal was announced, under this lock or an earlier one,
   * and not confirmed. An engine may be stopping them, or may begin to at any later time.
   */
  Set<InstanceId> announcedRemovals();

  /**
   * Records that these instances are about to be removed, so that no later holder of the lock
   * relies on them, whatever becomes of this program. To be called before an engine is asked to
   * stop them.
   *
   * @throws StackLockLostException if the lock is not held any more, as the store sees it
   * @throws StoreUnavailableException if the store cannot be written in time
   * @throws IllegalArgumentException if one is of another stack
   */
  void announceRemoval(Collection<InstanceId> instances);

  /**
   * Notes that these instances are gone for good. Written with the next announcement, or when the
   * lock is closed.
   */
  void confirmRemoval(Collection<InstanceId> instances);

  /** Gives the locks back; never throws, may be repeated. */
  @Override
  void close();
}

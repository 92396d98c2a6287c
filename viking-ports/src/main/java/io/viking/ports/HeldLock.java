package io.viking.ports;

import io.viking.model.InstanceId;
import io.viking.model.StackName;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;

/** What the locks of all stores have in common: all but where they are kept. */
abstract class HeldLock implements StackLock {
  private final SortedSet<StackName> stacks;
  private final long fence;
  private final AnnouncedRemovals removals;
  private final LostLock state = new LostLock();

  /** Held while the removals are written, so that an older text never comes last. */
  private final ReentrantLock writing = new ReentrantLock();

  HeldLock(SortedSet<StackName> stacks, long fence, AnnouncedRemovals removals) {
    this.stacks = Collections.unmodifiableSortedSet(stacks);
    this.fence = fence;
    this.removals = removals;
  }

  /** Records these texts of {@link AnnouncedRemovals} if the lock is held. */
  abstract void write(SortedMap<StackName, String> changes);

  /** Frees the locks, after recording these texts; once, and without throwing. */
  abstract void release(SortedMap<StackName, String> changes);

  final void lose(String why) {
    state.lose(why);
  }

  /** Lost or closed. */
  final boolean isOver() {
    return state.reason().isPresent();
  }

  @Override
  public final SortedSet<StackName> stacks() {
    return stacks;
  }

  @Override
  public final long fence() {
    return fence;
  }

  @Override
  public boolean isHeld() {
    return !isOver();
  }

  @Override
  public final StackLockLostException lost() {
    Optional<String> why = state.reason();
    return new StackLockLostException(stacks, why.orElse("it is not certain that it is held"));
  }

  @Override
  public final void onLost(Runnable listener) {
    state.onLost(listener);
  }

  @Override
  public final Set<InstanceId> announcedRemovals() {
    return removals.open();
  }

  @Override
  public final void announceRemoval(Collection<InstanceId> instances) {
    writing.lock();
    try {
      requireHeld();
      removals.announce(instances);
      SortedMap<StackName, String> changes = removals.changes();
      if (!changes.isEmpty()) {
        write(changes);
        removals.written(changes);
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public final void confirmRemoval(Collection<InstanceId> instances) {
    removals.confirm(instances);
  }

  @Override
  public final void close() {
    if (state.close()) {
      release(removals.changes());
    }
  }
}

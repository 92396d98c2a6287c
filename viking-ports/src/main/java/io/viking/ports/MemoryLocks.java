package io.viking.ports;

import io.viking.model.InstanceId;
import io.viking.model.StackName;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The locks of one process. Held until they are closed: nothing can take them away. */
final class MemoryLocks implements StackLocks {
  private final VolumeDirectory volumes;
  private final Consumer<Set<InstanceId>> departing;
  private final Map<StackName, LockHolder> held = new TreeMap<>();
  private final SortedMap<StackName, String> removals = new TreeMap<>();
  private long fences;

  /**
   * @param departing is told which removals are announced, whenever that changes
   */
  MemoryLocks(VolumeDirectory volumes, Consumer<Set<InstanceId>> departing) {
    this.volumes = volumes;
    this.departing = departing;
  }

  @Override
  public StackLock acquire(
      Collection<StackName> stacks, Duration wait, Consumer<LockHolder> waiting) {
    return LockWait.acquire(stacks, wait, waiting, this::attempt);
  }

  @Override
  public synchronized List<LockHolder> holders() {
    return List.copyOf(held.values());
  }

  private synchronized LockWait.Outcome attempt(SortedSet<StackName> stacks) {
    for (StackName stack : stacks) {
      LockHolder holder = held.get(stack);
      if (holder != null) {
        return LockWait.Outcome.busy(holder);
      }
    }
    stacks.forEach(
        stack -> held.put(stack, LockHolder.current(stack, Clock.systemUTC().instant())));
    AnnouncedRemovals announced = new AnnouncedRemovals(stacks);
    stacks.forEach(stack -> announced.read(stack, removals.getOrDefault(stack, "")));
    return LockWait.Outcome.got(new Held(stacks, ++fences, announced));
  }

  private synchronized void write(SortedMap<StackName, String> changes) {
    removals.putAll(changes);
    Set<InstanceId> announced = new TreeSet<>();
    removals.forEach(
        (stack, text) -> AnnouncedRemovals.instances(stack, text).forEach(announced::add));
    departing.accept(Collections.unmodifiableSet(announced));
  }

  private synchronized void release(
      SortedSet<StackName> stacks, SortedMap<StackName, String> changes) {
    write(changes);
    held.keySet().removeAll(stacks);
  }

  /** Locks that are held. */
  private final class Held extends HeldLock {
    Held(SortedSet<StackName> stacks, long fence, AnnouncedRemovals removals) {
      super(stacks, fence, removals);
    }

    @Override
    public VolumeDirectory volumes() {
      return new GuardedVolumes(volumes, this);
    }

    @Override
    void write(SortedMap<StackName, String> changes) {
      MemoryLocks.this.write(changes);
    }

    @Override
    void release(SortedMap<StackName, String> changes) {
      MemoryLocks.this.release(stacks(), changes);
    }
  }
}

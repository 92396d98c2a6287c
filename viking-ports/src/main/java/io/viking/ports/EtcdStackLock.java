package io.viking.ports;

import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.viking.model.StackName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks that are held under a lease of their own, which a thread of their own renews. They count as
 * held only until a moment that is certainly before the end of the lease.
 */
final class EtcdStackLock extends HeldLock {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdStackLock.class);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(2);

  /** Of the lease: what two clocks may differ in their pace, and more. */
  private static final int MARGIN = 5;

  private final EtcdFence fence;
  private final EtcdClient client;
  private final EtcdLease lease;
  private final VolumeDirectory volumes;
  private final Consumer<EtcdStackLock> released;
  private final Duration certain;
  private final Thread keeper = DaemonThreads.named("viking-stack-lock").newThread(this::keep);
  private volatile Moment renewed;

  /**
   * @param asked when the lease was asked for
   * @param released told when it is closed
   */
  EtcdStackLock(
      EtcdFence fence,
      AnnouncedRemovals removals,
      EtcdClient client,
      EtcdLease lease,
      Moment asked,
      VolumeDirectory volumes,
      Consumer<EtcdStackLock> released) {
    super(new TreeSet<>(fence.revisions().keySet()), fence.number(), removals);
    this.fence = fence;
    this.client = client;
    this.lease = lease;
    this.volumes = volumes;
    this.released = released;
    Duration ttl = Duration.ofSeconds(client.options().leaseTtl().toSeconds());
    certain = ttl.minus(ttl.dividedBy(MARGIN));
    renewed = asked;
  }

  /** Renews the lease from now on. */
  void start() {
    keeper.start();
  }

  @Override
  public boolean isHeld() {
    if (isOver()) {
      return false;
    }
    if (left().isZero()) {
      lose(
          "its lease could not be renewed in time, since etcd did not answer or this process stood"
              + " still");
      return false;
    }
    return true;
  }

  /** How long it is certainly held without another renewal. */
  private Duration left() {
    Duration left = certain.minus(renewed.elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public VolumeDirectory volumes() {
    return new FencedVolumes();
  }

  @Override
  void write(SortedMap<StackName, String> changes) {
    SortedMap<StackName, List<Op>> puts = new TreeMap<>();
    changes.forEach((stack, text) -> puts.put(stack, List.of(put(stack, text))));
    fenced("announce removals", puts);
  }

  private Op put(StackName stack, String text) {
    var key = EtcdClient.bytes(fence.keys().removals(stack));
    return text.isEmpty()
        ? Op.delete(key, DeleteOption.DEFAULT)
        : Op.put(key, EtcdClient.bytes(text), PutOption.DEFAULT);
  }

  private void fenced(String what, SortedMap<StackName, List<Op>> operations) {
    requireHeld();
    if (!fence.write(what, client.deadline(), operations)) {
      lose("etcd has given it to another program, or does not know it any more");
      throw lost();
    }
  }

  @Override
  void release(SortedMap<StackName, String> changes) {
    keeper.interrupt();
    Duration usual = client.options().deadline();
    Deadline deadline =
        Deadline.after(usual.compareTo(LONGEST_FAREWELL) < 0 ? usual : LONGEST_FAREWELL);
    SortedMap<StackName, List<Op>> operations = new TreeMap<>();
    for (StackName stack : stacks()) {
      Op free = Op.delete(EtcdClient.bytes(fence.keys().lock(stack)), DeleteOption.DEFAULT);
      String text = changes.get(stack);
      operations.put(stack, text == null ? List.of(free) : List.of(put(stack, text), free));
    }
    try {
      // Those of a lost lock are another's by now: then nothing is written.
      fence.write("give the lock of a stack back", deadline, operations);
      lease.revoke(deadline);
    } catch (StoreUnavailableException e) {
      if (!EtcdFailure.isLeaseLost(e)) {
        LOG.warn("the lock of {} is left to run out: {}", stacks(), e.getMessage());
      }
    } finally {
      released.accept(this);
    }
  }

  private void keep() {
    Duration period = certain.dividedBy(4);
    Duration pause = period;
    try {
      while (isHeld()) {
        TimeUnit.NANOSECONDS.sleep(Math.min(pause.toNanos(), left().toNanos()));
        pause = renew() ? period : period.dividedBy(10);
      }
    } catch (InterruptedException closed) {
      LOG.trace("the lock of {} is given back", stacks());
    }
  }

  private boolean renew() {
    Moment asked = Moment.now();
    try {
      Deadline deadline = Deadline.after(left());
      lease.renew(deadline);
      if (!lease.keys(deadline).containsAll(fence.lockKeys())) {
        lose("somebody has deleted its key");
        return false;
      }
      renewed = asked;
      return true;
    } catch (StoreUnavailableException e) {
      if (EtcdFailure.isLeaseLost(e)) {
        lose("etcd has ended its lease");
      }
      LOG.debug("the lock of {} could not be renewed", stacks(), e);
      return false;
    } catch (IllegalStateException e) {
      // The store is being closed, and this lock with it.
      return false;
    }
  }

  /** Volumes whose homes are written by the lock's holder only. */
  private final class FencedVolumes implements VolumeDirectory {
    @Override
    public Map<String, String> homes() {
      return volumes.homes();
    }

    @Override
    public void record(String volume, String host) {
      VolumeNames.check(volume, host);
      var key = EtcdClient.bytes(fence.keys().volume(volume));
      fenced(
          "record volume " + volume,
          ofItsStack(volume, Op.put(key, EtcdClient.bytes(host), PutOption.DEFAULT)));
    }

    @Override
    public Optional<String> forget(String volume) {
      Optional<String> home = Optional.ofNullable(homes().get(volume));
      var key = EtcdClient.bytes(fence.keys().volume(volume));
      fenced("forget volume " + volume, ofItsStack(volume, Op.delete(key, DeleteOption.DEFAULT)));
      return home;
    }

    /** A volume is named after its stack; one that is not goes with the first. */
    private SortedMap<StackName, List<Op>> ofItsStack(String volume, Op operation) {
      StackName own =
          stacks().stream()
              .filter(stack -> volume.startsWith(stack + "_"))
              .findFirst()
              .orElse(stacks().first());
      return new TreeMap<>(Map.of(own, List.of(operation)));
    }
  }
}

package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.viking.model.StackName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks in etcd: a key a stack, all of one holder put by one transaction (more than 60:
 * several) under one lease. That transaction's revision is the fence.
 */
final class EtcdLocks implements StackLocks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdLocks.class);
  private static final String TAKE = "take the lock of a stack";

  private final EtcdClient client;
  private final EtcdLayout layout;
  private final EtcdKeys keys;
  private final VolumeDirectory volumes;
  private final Set<EtcdStackLock> held = ConcurrentHashMap.newKeySet();

  EtcdLocks(EtcdClient client, EtcdLayout layout, EtcdKeys keys, VolumeDirectory volumes) {
    this.client = client;
    this.layout = layout;
    this.keys = keys;
    this.volumes = volumes;
  }

  @Override
  public StackLock acquire(
      Collection<StackName> stacks, Duration wait, Consumer<LockHolder> waiting) {
    try {
      return LockWait.acquire(stacks, wait, waiting, this::attempt);
    } catch (StackLockedException e) {
      throw e.holder().process() == 0
          ? e.unreadable("etcd key " + keys.lock(e.holder().stack()))
          : e;
    }
  }

  @Override
  public List<LockHolder> holders() {
    return client.list("list the locks of stacks", keys.locks()).getKvs().stream()
        .flatMap(pair -> holder(pair).stream())
        .toList();
  }

  private Optional<LockHolder> holder(KeyValue pair) {
    String stack = EtcdClient.text(pair.getKey()).substring(keys.locks().length());
    return StackName.isValid(stack)
        ? Optional.of(LockRecord.read(StackName.of(stack), EtcdClient.text(pair.getValue())))
        : Optional.empty();
  }

  /** Looks first: a transaction that might write goes through etcd's log even if it does not. */
  private LockWait.Outcome attempt(SortedSet<StackName> stacks) {
    Deadline deadline = client.deadline();
    Optional<LockHolder> other = firstHolder(stacks, deadline);
    if (other.isPresent()) {
      return LockWait.Outcome.busy(other.get());
    }
    Moment asked = Moment.now();
    EtcdLease lease = EtcdLease.grant(client, client.options().leaseTtl(), deadline);
    Optional<EtcdStackLock> lock = Optional.empty();
    try {
      lock = take(stacks, lease, asked, deadline);
    } finally {
      if (lock.isEmpty()) {
        revoke(lease);
      }
    }
    return lock.map(LockWait.Outcome::got)
        .orElseGet(
            () ->
                LockWait.Outcome.busy(
                    firstHolder(stacks, deadline)
                        .orElseGet(() -> LockHolder.unknown(stacks.first()))));
  }

  private Optional<LockHolder> firstHolder(SortedSet<StackName> stacks, Deadline deadline) {
    return read(stacks, keys::lock, deadline).stream().findFirst().flatMap(this::holder);
  }

  private Optional<EtcdStackLock> take(
      SortedSet<StackName> stacks, EtcdLease lease, Moment asked, Deadline deadline) {
    SortedMap<StackName, Long> revisions = new TreeMap<>();
    for (List<StackName> part : EtcdFence.parts(List.copyOf(stacks))) {
      Optional<Long> revision = take(part, lease, deadline);
      if (revision.isEmpty()) {
        return Optional.empty(); // The end of the lease takes back what was got.
      }
      part.forEach(stack -> revisions.put(stack, revision.get()));
    }
    // Read once nobody else can write it any more.
    AnnouncedRemovals removals = removals(stacks, deadline);
    EtcdStackLock lock =
        new EtcdStackLock(
            new EtcdFence(layout, keys, revisions),
            removals,
            client,
            lease,
            asked,
            volumes,
            held::remove);
    held.add(lock);
    lock.start();
    return Optional.of(lock);
  }

  /** All of them at once; the revision at which that was, or empty if somebody holds one. */
  private Optional<Long> take(List<StackName> stacks, EtcdLease lease, Deadline deadline) {
    List<Cmp> free = new ArrayList<>();
    List<Op> puts = new ArrayList<>();
    PutOption leased = PutOption.builder().withLeaseId(lease.id()).build();
    for (StackName stack : stacks) {
      var key = EtcdClient.bytes(keys.lock(stack));
      LockHolder self = LockHolder.current(stack, Clock.systemUTC().instant());
      free.add(new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(0)));
      puts.add(Op.put(key, EtcdClient.bytes(LockRecord.write(self)), leased));
    }
    return layout
        .write(TAKE, deadline, free, puts)
        .map(taken -> taken.getHeader().getRevision())
        .or(() -> takenBefore(stacks, lease, deadline));
  }

  /**
   * The revision of an attempt whose answer got lost, so that its repetition found our own keys.
   */
  private Optional<Long> takenBefore(List<StackName> stacks, EtcdLease lease, Deadline deadline) {
    List<KeyValue> found = read(stacks, keys::lock, deadline);
    boolean ours =
        found.size() == stacks.size()
            && found.stream().allMatch(pair -> pair.getLease() == lease.id());
    return ours ? Optional.of(found.get(0).getCreateRevision()) : Optional.empty();
  }

  private AnnouncedRemovals removals(SortedSet<StackName> stacks, Deadline deadline) {
    AnnouncedRemovals removals = new AnnouncedRemovals(stacks);
    Map<String, StackName> byKey = new HashMap<>();
    stacks.forEach(stack -> byKey.put(keys.removals(stack), stack));
    for (KeyValue pair : read(stacks, keys::removals, deadline)) {
      StackName stack = byKey.get(EtcdClient.text(pair.getKey()));
      if (stack != null) {
        removals.read(stack, EtcdClient.text(pair.getValue()));
      }
    }
    return removals;
  }

  /** Those of the stacks' keys that are there. */
  private List<KeyValue> read(
      Collection<StackName> stacks, Function<StackName, String> key, Deadline deadline) {
    List<KeyValue> found = new ArrayList<>();
    for (List<StackName> part : EtcdFence.parts(List.copyOf(stacks))) {
      Op[] reads =
          part.stream()
              .map(stack -> Op.get(EtcdClient.bytes(key.apply(stack)), GetOption.DEFAULT))
              .toArray(Op[]::new);
      client
          .call(TAKE, deadline, etcd -> etcd.getKVClient().txn().Then(reads).commit())
          .getGetResponses()
          .forEach(answer -> found.addAll(answer.getKvs()));
    }
    return found;
  }

  private void revoke(EtcdLease lease) {
    try {
      lease.revoke(client.deadline());
    } catch (StoreUnavailableException away) {
      LOG.debug("the lease of a lock that was not got is left to run out", away);
    }
  }

  /** Gives all locks back. */
  @Override
  public void close() {
    List.copyOf(held).forEach(EtcdStackLock::close);
  }
}

package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks in etcd: a key a stack, all of one holder put by one transaction under one lease. That
 * transaction's revision is the fence.
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
    return LockWait.acquire(stacks, wait, waiting, this::attempt);
  }

  @Override
  public List<LockHolder> holders() {
    GetOption all = GetOption.builder().isPrefix(true).build();
    return client
        .call(
            "list the locks of stacks",
            etcd -> etcd.getKVClient().get(EtcdClient.bytes(keys.locks()), all))
        .getKvs()
        .stream()
        .flatMap(pair -> holder(pair).stream())
        .toList();
  }

  private Optional<LockHolder> holder(KeyValue pair) {
    String stack = EtcdClient.text(pair.getKey()).substring(keys.locks().length());
    return StackName.isValid(stack)
        ? Optional.of(
            LockRecord.read(StackName.of(stack), EtcdClient.text(pair.getValue())))
        : Optional.empty();
  }

  /** Looks first: a transaction that might write goes through etcd's log even if it does not. */
  private LockWait.Outcome attempt(SortedSet<StackName> stacks) {
    Deadline deadline = client.deadline();
    Optional<LockHolder> other = read(stacks, deadline).stream().findFirst().flatMap(this::holder);
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
        .orElseGet(() -> LockWait.Outcome.busy(firstHolder(stacks, deadline)));
  }

  private LockHolder firstHolder(SortedSet<StackName> stacks, Deadline deadline) {
    return read(stacks, deadline).stream()
        .findFirst()
        .flatMap(this::holder)
        .orElseGet(() -> LockHolder.unknown(stacks.first()));
  }

  /** The keys that are there. */
  private List<KeyValue> read(SortedSet<StackName> stacks, Deadline deadline) {
    Op[] reads = stacks.stream().map(stack -> get(keys.lock(stack))).toArray(Op[]::new);
    return pairs(
        client
            .call(TAKE, deadline, etcd -> etcd.getKVClient().txn().Then(reads).commit())
            .getGetResponses());
  }

  private Optional<EtcdStackLock> take(
      SortedSet<StackName> stacks, EtcdLease lease, Moment asked, Deadline deadline) {
    List<Cmp> free = new ArrayList<>();
    List<Op> puts = new ArrayList<>();
    PutOption leased = PutOption.builder().withLeaseId(lease.id()).build();
    for (StackName stack : stacks) {
      var key = EtcdClient.bytes(keys.lock(stack));
      LockHolder self = LockHolder.current(stack, Clock.systemUTC().instant());
      free.add(new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(0)));
      puts.add(Op.put(key, EtcdClient.bytes(LockRecord.write(self)), leased));
    }
    Optional<Long> fence =
        layout
            .write(TAKE, deadline, free, puts)
            .map(taken -> taken.getHeader().getRevision())
            .or(() -> takenBefore(stacks, lease, deadline));
    if (fence.isEmpty()) {
      return Optional.empty();
    }
    // Read once nobody else can write it any more.
    AnnouncedRemovals removals = removals(stacks, deadline);
    EtcdStackLock lock =
        new EtcdStackLock(
            new EtcdFence(layout, keys, stacks, fence.get()),
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

  /** The fence of an attempt whose answer got lost, so that its repetition found our own keys. */
  private Optional<Long> takenBefore(
      SortedSet<StackName> stacks, EtcdLease lease, Deadline deadline) {
    List<KeyValue> found = read(stacks, deadline);
    boolean ours =
        found.size() == stacks.size()
            && found.stream().allMatch(pair -> pair.getLease() == lease.id());
    return ours ? Optional.of(found.get(0).getCreateRevision()) : Optional.empty();
  }

  private AnnouncedRemovals removals(SortedSet<StackName> stacks, Deadline deadline) {
    AnnouncedRemovals removals = new AnnouncedRemovals(stacks);
    Op[] reads = stacks.stream().map(stack -> get(keys.removals(stack))).toArray(Op[]::new);
    TxnResponse answer =
        client.call(TAKE, deadline, etcd -> etcd.getKVClient().txn().Then(reads).commit());
    for (KeyValue pair : pairs(answer.getGetResponses())) {
      String key = EtcdClient.text(pair.getKey());
      stacks.stream()
          .filter(stack -> keys.removals(stack).equals(key))
          .forEach(stack -> removals.read(stack, EtcdClient.text(pair.getValue())));
    }
    return removals;
  }

  private static List<KeyValue> pairs(List<GetResponse> answers) {
    return answers.stream().flatMap(answer -> answer.getKvs().stream()).toList();
  }

  private static Op get(String key) {
    return Op.get(EtcdClient.bytes(key), GetOption.DEFAULT);
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

package io.viking.ports;

import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that are kept in etcd under one lease as long as this process lives: what is wanted is
 * remembered here, and etcd is made to hold it, again after etcd lost the lease, a key or its data.
 */
final class EtcdRegistrations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdRegistrations.class);
  private static final int KEYS_A_TRANSACTION = 100;
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(2);

  private final EtcdClient client;
  private final EtcdLayout layout;

  /** Guards the two maps of what is wanted; held for moments only. */
  private final Object wishes = new Object();

  private final Map<String, String> wanted = new LinkedHashMap<>();
  private final Set<String> unwanted = new HashSet<>();

  /** Guards what etcd holds; held while it is written. */
  private final ReentrantLock writing = new ReentrantLock(true);

  private final Map<String, String> written = new HashMap<>();
  private Optional<EtcdLease> lease = Optional.empty();
  private volatile boolean closed;
  private volatile boolean left;

  private final Thread keeper = DaemonThreads.named("viking-etcd-lease").newThread(this::keep);

  EtcdRegistrations(EtcdClient client, EtcdLayout layout) {
    this.client = client;
    this.layout = layout;
  }

  void put(String key, String value) {
    requireOpen();
    synchronized (wishes) {
      wanted.put(key, value);
      unwanted.remove(key);
      if (keeper.getState() == Thread.State.NEW) {
        keeper.start();
      }
    }
    write("register " + key, client.deadline(), false);
  }

  /** Takes the key away if it was put here. */
  void remove(String key) {
    requireOpen();
    synchronized (wishes) {
      if (wanted.remove(key) != null) {
        unwanted.add(key);
      }
      if (!unwanted.contains(key)) {
        return;
      }
    }
    write("deregister " + key, client.deadline(), false);
  }

  /** Writes nothing any more, and lets the lease run out, once more renewed. */
  void leave() {
    left = true;
    keeper.interrupt();
  }

  @Override
  public void close() {
    boolean again = closed;
    closed = true;
    keeper.interrupt();
    if (again) {
      return;
    }
    Duration longest = client.options().deadline();
    Deadline deadline =
        Deadline.after(longest.compareTo(LONGEST_FAREWELL) < 0 ? longest : LONGEST_FAREWELL);
    try {
      lock("close", deadline);
    } catch (StoreUnavailableException stuck) {
      LOG.warn("the lease is left to run out: {}", stuck.getMessage());
      return;
    }
    try {
      lease.filter(held -> !left).ifPresent(held -> revoke(held, deadline));
      lease = Optional.empty();
    } finally {
      writing.unlock();
    }
  }

  private static void revoke(EtcdLease lease, Deadline deadline) {
    try {
      lease.revoke(deadline);
    } catch (StoreUnavailableException away) {
      LOG.warn("the lease is left to run out: {}", away.getMessage());
    }
  }

  /** Makes etcd hold what is wanted; first renews the lease, if asked to. */
  private void write(String what, Deadline deadline, boolean renew) {
    lock(what, deadline);
    try {
      requireOpen();
      if (renew && lease.isPresent()) {
        renew(lease.get(), deadline);
      }
      writeChanges(what, deadline);
    } finally {
      writing.unlock();
    }
  }

  private void requireOpen() {
    if (closed || left) {
      throw new IllegalStateException(
          closed ? "the cluster store is closed" : "another process registers in the store now");
    }
  }

  /** So that whoever takes over has a whole lease's time for it. */
  private void renewOnce() {
    Deadline deadline = client.deadline();
    lock("keep what is registered", deadline);
    try {
      if (lease.isPresent()) {
        lease.get().renew(deadline);
      }
    } finally {
      writing.unlock();
    }
  }

  private void writeChanges(String what, Deadline deadline) {
    Map<String, Optional<String>> changes = changes();
    while (!changes.isEmpty()) {
      try {
        EtcdLease held = lease(deadline);
        putAll(what, changes, held, deadline);
      } catch (StoreUnavailableException e) {
        if (!EtcdFailure.isLeaseLost(e) || deadline.isOver()) {
          throw e;
        }
        forgetLease();
      }
      changes = changes();
    }
  }

  private EtcdLease lease(Deadline deadline) {
    if (lease.isEmpty()) {
      lease = Optional.of(EtcdLease.grant(client, client.options().leaseTtl(), deadline));
    }
    return lease.get();
  }

  private void forgetLease() {
    LOG.info("the lease in etcd is lost; registering everything under a new one");
    lease = Optional.empty();
    written.clear();
  }

  /** The keys to put, and, without a value, those to delete. */
  private Map<String, Optional<String>> changes() {
    Map<String, Optional<String>> changes = new LinkedHashMap<>();
    synchronized (wishes) {
      unwanted.forEach(key -> changes.put(key, Optional.empty()));
      wanted.forEach(
          (key, value) -> {
            if (!value.equals(written.get(key))) {
              changes.put(key, Optional.of(value));
            }
          });
    }
    return changes;
  }

  private void putAll(
      String what, Map<String, Optional<String>> changes, EtcdLease held, Deadline deadline) {
    List<Map.Entry<String, Optional<String>>> all = new ArrayList<>(changes.entrySet());
    for (int from = 0; from < all.size(); from += KEYS_A_TRANSACTION) {
      var some = all.subList(from, Math.min(all.size(), from + KEYS_A_TRANSACTION));
      layout.write(what, deadline, some.stream().map(change -> operation(change, held)).toList());
      some.forEach(this::noteWritten);
    }
  }

  private static Op operation(Map.Entry<String, Optional<String>> change, EtcdLease held) {
    var key = EtcdClient.bytes(change.getKey());
    return change
        .getValue()
        .<Op>map(
            value ->
                Op.put(
                    key,
                    EtcdClient.bytes(value),
                    PutOption.builder().withLeaseId(held.id()).build()))
        .orElseGet(() -> Op.delete(key, DeleteOption.DEFAULT));
  }

  private void noteWritten(Map.Entry<String, Optional<String>> change) {
    String key = change.getKey();
    change
        .getValue()
        .ifPresentOrElse(
            value -> written.put(key, value),
            () -> {
              written.remove(key);
              synchronized (wishes) {
                unwanted.remove(key);
              }
            });
  }

  /** Renews the lease, and notes which keys somebody else has taken from it. */
  private void renew(EtcdLease held, Deadline deadline) {
    try {
      held.renew(deadline);
      written.keySet().retainAll(held.keys(deadline));
    } catch (StoreUnavailableException e) {
      if (!EtcdFailure.isLeaseLost(e)) {
        throw e;
      }
      forgetLease();
    }
  }

  private void keep() {
    Duration pause = client.options().leaseTtl().dividedBy(3);
    while (!closed) {
      try {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        write("keep what is registered", client.deadline(), true);
      } catch (StoreUnavailableException away) {
        LOG.debug("etcd is away; trying on", away);
      } catch (InterruptedException ending) {
        leaveLease();
        return;
      } catch (RuntimeException e) {
        LOG.debug("keeping what is registered failed; trying on", e);
      }
      if (left) {
        leaveLease();
        return;
      }
    }
  }

  private void leaveLease() {
    if (left && !closed) {
      try {
        renewOnce();
      } catch (RuntimeException e) {
        LOG.debug("the lease could not be renewed; it runs out a little earlier", e);
      }
    }
  }

  private void lock(String what, Deadline deadline) {
    try {
      if (!writing.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw EtcdFailure.unavailable(client.options(), what, deadline, new TimeoutException());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EtcdFailure.interrupted(client.options(), what, e);
    }
  }
}

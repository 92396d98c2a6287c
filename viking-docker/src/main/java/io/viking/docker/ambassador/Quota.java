package io.viking.docker.ambassador;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Counts what each key has of something, up to a limit for each. Thread-safe. */
final class Quota<K> {
  /** Of a count that is not in the map any more. */
  private static final int FORGOTTEN = -1;

  private final IntSupplier most;
  private final Map<K, AtomicInteger> taken = new ConcurrentHashMap<>();

  Quota(IntSupplier most) {
    this.most = most;
  }

  int most() {
    return most.getAsInt();
  }

  /** Whether that key may have one more, which counts until it is given back. */
  boolean take(K key) {
    while (true) {
      AtomicInteger count = count(key);
      int now = count.get();
      if (now >= most()) {
        return false;
      }
      if (now != FORGOTTEN && count.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  private AtomicInteger count(K key) {
    AtomicInteger known = taken.get(key);
    return known == null ? taken.computeIfAbsent(key, first -> new AtomicInteger()) : known;
  }

  void giveBack(K key) {
    AtomicInteger count = taken.get(key);
    if (count != null) {
      count.decrementAndGet();
    }
  }

  /** Forgets the keys that have none. To be called now and then: each costs a few bytes. */
  void prune() {
    taken.forEach(
        (key, count) -> {
          if (count.compareAndSet(0, FORGOTTEN)) {
            taken.remove(key, count);
          }
        });
  }

  /** How many keys are remembered. */
  int size() {
    return taken.size();
  }
}

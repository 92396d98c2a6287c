package io.viking.docker.ambassador;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** Counts what each key has of something, up to a limit for each. Thread-safe. */
final class Quota<K> {
  private final IntSupplier most;
  private final Map<K, Integer> taken = new ConcurrentHashMap<>();

  Quota(IntSupplier most) {
    this.most = most;
  }

  int most() {
    return most.getAsInt();
  }

  /** Whether that key may have one more, which counts until it is given back. */
  boolean take(K key) {
    if (taken.merge(key, 1, Integer::sum) <= most()) {
      return true;
    }
    giveBack(key);
    return false;
  }

  void giveBack(K key) {
    taken.computeIfPresent(key, (any, count) -> count == 1 ? null : count - 1);
  }
}

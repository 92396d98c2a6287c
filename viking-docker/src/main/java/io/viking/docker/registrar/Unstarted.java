package io.viking.docker.registrar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Containers that were made, and of which nothing was heard since. Mostly they are started at once,
 * and an engine does not describe a container while it starts it: who asks for one waits, and so
 * does the news of all others. They are asked for when they have been started, or after a while.
 * Used by one thread at a time.
 */
final class Unstarted {
  /**
   * On a busy engine a start takes seconds; news that no event tells may be as old as this, too.
   */
  private static final Duration WHILE = Duration.ofSeconds(10);

  private final Map<String, Long> madeAt = new LinkedHashMap<>();
  private final LongSupplier nanos;

  /**
   * @param nanos time in nanoseconds, as of {@link System#nanoTime}
   */
  Unstarted(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** That container was made now. */
  void add(String id) {
    madeAt.put(id, nanos.getAsLong());
  }

  /** Something was heard of it. */
  void remove(String id) {
    madeAt.remove(id);
  }

  boolean isEmpty() {
    return madeAt.isEmpty();
  }

  /** All of them; they are none of these any more. */
  List<String> takeAll() {
    List<String> all = List.copyOf(madeAt.keySet());
    madeAt.clear();
    return all;
  }

  /** Those that were made a while ago; they are none of these any more. */
  List<String> takeDue() {
    long now = nanos.getAsLong();
    List<String> due = new ArrayList<>();
    madeAt.forEach(
        (id, made) -> {
          if (now - made >= WHILE.toNanos()) {
            due.add(id);
          }
        });
    due.forEach(madeAt::remove);
    return due;
  }
}

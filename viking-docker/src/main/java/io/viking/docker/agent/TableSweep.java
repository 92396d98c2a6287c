package io.viking.docker.agent;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * When what earlier agents of this host have left in the kernel is removed: once for each set of
 * addresses that is listened on, and again a while after that failed. For one thread.
 */
final class TableSweep {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private Set<InetAddress> swept = Set.of();
  private Set<InetAddress> failed = Set.of();
  private long failedAt;

  /**
   * @param nanos time in nanoseconds, as of {@link System#nanoTime}
   */
  TableSweep(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Sweeps if it is time to.
   *
   * @param addresses those that are listened on
   * @param sweep removes what is left; false if that failed
   */
  void look(Set<InetAddress> addresses, BooleanSupplier sweep) {
    boolean pausing = addresses.equals(failed) && nanos.getAsLong() - failedAt < PAUSE.toNanos();
    if (addresses.isEmpty() || addresses.equals(swept) || pausing) {
      return;
    }
    if (sweep.getAsBoolean()) {
      swept = addresses;
      failed = Set.of();
    } else {
      failed = addresses;
      failedAt = nanos.getAsLong();
    }
  }
}

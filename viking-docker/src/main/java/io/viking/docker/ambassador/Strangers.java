package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Source addresses that a look has not found in the last second. Not thread-safe. */
final class Strangers {
  private static final long COOL_DOWN = Duration.ofSeconds(1).toNanos();
  private static final int MOST = 1024;

  private final LongSupplier nanos;
  private final LinkedHashMap<InetAddress, Long> since = new LinkedHashMap<>();

  Strangers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Nobody knows that source now; the oldest of too many is forgotten. */
  void add(InetAddress source) {
    since.remove(source);
    since.put(source, nanos.getAsLong());
    if (since.size() > MOST) {
      Map.Entry<InetAddress, Long> oldest = since.entrySet().iterator().next();
      since.remove(oldest.getKey());
    }
  }

  /** Whether it is not worth looking for that source again yet. */
  boolean contains(InetAddress source) {
    Long time = since.get(source);
    return time != null && nanos.getAsLong() - time < COOL_DOWN;
  }
}

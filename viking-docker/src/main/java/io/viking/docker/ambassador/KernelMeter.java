package io.viking.docker.ambassador;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Goes on counting where the kernel's counters begin anew: with each table, and with each port that
 * comes back. Thread-safe.
 */
final class KernelMeter {
  private static final Pattern COUNTER =
      Pattern.compile("counter (tcp|up|down)-([0-9]+) \\{\\s+packets ([0-9]+) bytes ([0-9]+)");

  private final Map<Integer, KernelCounts> before = new TreeMap<>();
  private final Map<Integer, KernelCounts> current = new TreeMap<>();

  /** Takes over what the counters say in that listing of the table. */
  synchronized void read(String listing) {
    Map<Integer, KernelCounts> now = new TreeMap<>();
    Matcher counter = COUNTER.matcher(listing);
    while (counter.find()) {
      long packets = Long.parseLong(counter.group(3));
      long bytes = Long.parseLong(counter.group(4));
      now.merge(
          Integer.parseInt(counter.group(2)),
          switch (counter.group(1)) {
            case "tcp" -> new KernelCounts(packets, 0, 0);
            case "up" -> new KernelCounts(0, bytes, 0);
            default -> new KernelCounts(0, 0, bytes);
          },
          KernelCounts::plus);
    }
    current.forEach(
        (port, counts) -> {
          if (!now.getOrDefault(port, KernelCounts.NONE).follow(counts)) {
            before.merge(port, counts, KernelCounts::plus);
          }
        });
    current.clear();
    current.putAll(now);
  }

  /** What was counted by port, as of the last listing. */
  synchronized Map<Integer, KernelCounts> counts() {
    Map<Integer, KernelCounts> sums = new TreeMap<>(before);
    current.forEach((port, counts) -> sums.merge(port, counts, KernelCounts::plus));
    return sums;
  }

  /** Forgets the ports that are gone but for these. */
  synchronized void keep(Set<Integer> ports) {
    before.keySet().retainAll(ports);
  }
}

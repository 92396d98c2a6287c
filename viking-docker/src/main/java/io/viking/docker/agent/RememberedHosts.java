package io.viking.docker.agent;

import io.viking.docker.firewall.AddressBlock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The addresses of the cluster's hosts, also of those that were there a while ago: from each to how
 * long the store has been without it. For one thread.
 */
final class RememberedHosts {
  /** More than this between two answers is time in which nobody knows who was there. */
  private static final Duration MOST_AT_ONCE = Duration.ofMinutes(1);

  private final Duration keep;
  private final SortedMap<AddressBlock, Duration> missing = new TreeMap<>();

  RememberedHosts(Duration keep) {
    this.keep = keep;
  }

  /**
   * The store has answered.
   *
   * @param present the hosts that are there
   * @param since the time from its last answer to this one
   */
  void answered(Set<AddressBlock> present, Duration since) {
    Duration counted = since.compareTo(MOST_AT_ONCE) > 0 ? MOST_AT_ONCE : since;
    missing.replaceAll((host, time) -> time.plus(counted));
    present.forEach(host -> missing.put(host, Duration.ZERO));
    missing.values().removeIf(time -> time.compareTo(keep) > 0);
  }

  /** All that are there, or were there not too long ago. */
  Set<AddressBlock> addresses() {
    return Set.copyOf(missing.keySet());
  }

  /** A line for each, {@code 10.0.0.1 PT5S}. */
  String text() {
    return missing.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Knows what that text says.
   *
   * @throws IllegalArgumentException if it is none of {@link #text}
   */
  void read(String text) {
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", -1);
      if (words.length != 2) {
        throw new IllegalArgumentException("'" + line + "' is not an address and a time");
      }
      try {
        missing.put(AddressBlock.parse(words[0]), Duration.parse(words[1]));
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("'" + words[1] + "' is no time", e);
      }
    }
  }
}

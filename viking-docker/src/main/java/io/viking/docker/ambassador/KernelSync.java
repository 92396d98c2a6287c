package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the kernel's table from what it is to what it should be. Used by one thread at a time, but
 * for {@link #connections}.
 */
final class KernelSync {
  private static final Logger LOG = LoggerFactory.getLogger(KernelSync.class);
  private static final Pattern COUNTER =
      Pattern.compile("counter tcp-([0-9]+) \\{\\s+packets ([0-9]+) bytes [0-9]+");
  private static final Pattern COUNTS = Pattern.compile("packets [0-9]+ bytes [0-9]+");

  private final Nft nft;
  private final InetAddress gateway;
  private final String owner;
  private Optional<KernelTable> applied = Optional.empty();
  private Optional<List<String>> asLeft = Optional.empty();
  private final Map<Integer, Long> before = new TreeMap<>();
  private final Map<Integer, Long> current = new TreeMap<>();

  /**
   * @param owner letters and digits that no other process uses
   */
  KernelSync(Nft nft, InetAddress gateway, String owner) {
    this.nft = nft;
    this.gateway = gateway;
    this.owner = owner;
  }

  /**
   * Makes the kernel's table that one.
   *
   * @throws IOException if it cannot; then the kernel has no table of ours, if that could be done
   */
  void bring(KernelTable wanted) throws IOException {
    if (applied.isPresent() && changed(applied.get(), wanted)) {
      return;
    }
    asLeft = Optional.empty();
    try {
      nft.run(NftScript.replace(wanted, owner), "-f", "-");
      applied = Optional.of(wanted);
    } catch (IOException e) {
      applied = Optional.empty();
      abandon(e);
      throw e;
    }
  }

  /** Whether the difference is dealt with; if not the whole table has to be replaced. */
  private boolean changed(KernelTable from, KernelTable wanted) {
    String script = NftScript.change(from, wanted);
    if (script.isEmpty()) {
      return true;
    }
    asLeft = Optional.empty();
    try {
      nft.run(script, "-f", "-");
      applied = Optional.of(wanted);
      return true;
    } catch (IOException e) {
      LOG.warn("the table {} is made anew: {}", NftScript.name(gateway), e.getMessage());
      return false;
    }
  }

  // A table that can't be kept up would go on leading to endpoints that are gone.
  private void abandon(IOException cause) {
    try {
      nft.run(NftScript.remove(gateway, owner), "-f", "-");
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Looks at the kernel's table; one that is not as it was left is replaced by the next {@link
   * #bring}.
   *
   * @return whether it is as it was left
   */
  boolean look() {
    if (applied.isEmpty()) {
      return false;
    }
    boolean intact = false;
    try {
      String listing = nft.run("", "list", "table", NftScript.name(gateway));
      intact = isAsLeft(listing);
      count(listing);
    } catch (IOException e) {
      LOG.warn("the table {} is gone: {}", NftScript.name(gateway), e.getMessage());
    }
    if (!intact) {
      applied = Optional.empty();
    }
    return intact;
  }

  private boolean isAsLeft(String listing) {
    // In no order: that of a set's elements is the kernel's own.
    List<String> words =
        Arrays.stream(COUNTS.matcher(listing).replaceAll("").split("[\\s,]+")).sorted().toList();
    boolean intact =
        words.contains(NftScript.ownerCounter(owner)) && asLeft.map(words::equals).orElse(true);
    if (!intact) {
      LOG.warn("somebody has changed the table {}; it is made anew", NftScript.name(gateway));
    }
    asLeft = Optional.of(words);
    return intact;
  }

  /** Counters begin anew with each table, and with each port that comes back. */
  private synchronized void count(String listing) {
    Map<Integer, Long> now = new TreeMap<>();
    Matcher counter = COUNTER.matcher(listing);
    while (counter.find()) {
      now.put(Integer.parseInt(counter.group(1)), Long.parseLong(counter.group(2)));
    }
    current.forEach(
        (port, count) -> {
          if (now.getOrDefault(port, 0L) < count) {
            before.merge(port, count, Long::sum);
          }
        });
    current.clear();
    current.putAll(now);
  }

  /** How many connections each port had in the kernel, as of the last look. */
  synchronized Map<Integer, Long> connections() {
    Map<Integer, Long> sums = new TreeMap<>(before);
    current.forEach((port, count) -> sums.merge(port, count, Long::sum));
    return sums;
  }

  /** Leaves all new connections to the relay, and keeps those that are open. */
  void drain() {
    applied.ifPresent(
        table -> {
          try {
            nft.run(NftScript.change(table, KernelTable.empty(gateway), owner), "-f", "-");
            applied = Optional.of(KernelTable.empty(gateway));
          } catch (IOException e) {
            LOG.info("the table {} is not emptied: {}", NftScript.name(gateway), e.getMessage());
            applied = Optional.empty();
          }
        });
  }

  /** Removes the table, unless somebody else has taken it over. */
  void remove() {
    try {
      nft.run(NftScript.remove(gateway, owner), "-f", "-");
    } catch (IOException e) {
      LOG.info("the table {} is not removed: {}", NftScript.name(gateway), e.getMessage());
    }
    applied = Optional.empty();
  }
}

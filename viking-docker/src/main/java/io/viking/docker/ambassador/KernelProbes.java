package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to each watched endpoint again and again, and remembers which of them accept. One thread
 * for any number; thread-safe.
 */
final class KernelProbes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KernelProbes.class);

  /** Not more than a thousand a second, however many endpoints there are. */
  private static final long LEAST_GAP = Duration.ofMillis(1).toNanos();

  private final KernelProbeTimes times;
  private final Runnable changed;
  private final Selector selector;
  private final Thread thread;
  private final Map<InetSocketAddress, KernelProbe> probes = new ConcurrentHashMap<>();
  private final Queue<InetSocketAddress> suspects = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<KernelProbe> waiting = new PriorityQueue<>();
  private final Deque<KernelProbe> connecting = new ArrayDeque<>();
  private volatile Set<InetSocketAddress> wanted = Set.of();
  private Set<InetSocketAddress> watched = Set.of();
  private long lastDue;
  private volatile boolean closed;

  /**
   * @param changed called whenever an endpoint has come to accept, or has ceased to; must not block
   */
  private KernelProbes(String name, KernelProbeTimes times, Runnable changed, Selector selector) {
    this.times = times;
    this.changed = changed;
    this.selector = selector;
    this.lastDue = System.nanoTime();
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  static KernelProbes start(String name, KernelProbeTimes times, Runnable changed)
      throws IOException {
    KernelProbes started = new KernelProbes(name, times, changed, Selector.open());
    started.thread.start();
    return started;
  }

  /** Watches exactly these; one that is new is probed at once, and does not accept until then. */
  void watch(Set<InetSocketAddress> addresses) {
    if (!addresses.equals(wanted)) {
      wanted = Set.copyOf(addresses);
      selector.wakeup();
    }
  }

  /** Whether that endpoint accepted when it was probed last. */
  boolean accepts(InetSocketAddress address) {
    KernelProbe probe = probes.get(address);
    return probe != null && probe.accepts();
  }

  /** Somebody could not connect to it: it is out until a probe succeeds, which is due now. */
  void suspect(InetSocketAddress address) {
    if (accepts(address)) {
      suspects.add(address);
      selector.wakeup();
    }
  }

  private void run() {
    try (selector) {
      while (!closed) {
        boolean news = follow();
        news |= accuse();
        startDue();
        news |= expire();
        if (news) {
          changed.run();
        }
        selector.select(pause());
        if (finish()) {
          changed.run();
        }
      }
      connecting.forEach(KernelProbe::abandon);
    } catch (IOException e) {
      LOG.error("endpoints are not probed any more", e);
      probes.clear();
      changed.run();
    }
  }

  /** Takes over what is to be watched. */
  private boolean follow() {
    Set<InetSocketAddress> next = wanted;
    if (next == watched) {
      return false;
    }
    probes.keySet().removeIf(address -> !next.contains(address));
    waiting.removeIf(probe -> !next.contains(probe.address()));
    Set<InetSocketAddress> added = new HashSet<>(next);
    added.removeAll(watched);
    watched = next;
    for (InetSocketAddress address : added) {
      KernelProbe probe = new KernelProbe(address, times.failures());
      probes.put(address, probe);
      schedule(probe, Duration.ZERO);
    }
    return false;
  }

  private boolean accuse() {
    boolean news = false;
    for (InetSocketAddress address = suspects.poll(); address != null; address = suspects.poll()) {
      KernelProbe probe = probes.get(address);
      if (probe != null) {
        news |= probe.suspect();
        if (waiting.remove(probe)) {
          schedule(probe, Duration.ZERO);
        }
      }
    }
    return news;
  }

  private void schedule(KernelProbe probe, Duration delay) {
    long wish = System.nanoTime() + delay.toNanos();
    // New ones in a row, so that they stay spread over the period.
    long due = delay.isZero() ? Math.max(wish, lastDue + LEAST_GAP) : wish;
    lastDue = delay.isZero() ? due : lastDue;
    probe.dueAt(due);
    waiting.add(probe);
  }

  private Duration period() {
    Duration least = Duration.ofNanos(LEAST_GAP * watched.size());
    return times.period().compareTo(least) < 0 ? least : times.period();
  }

  private void startDue() {
    long now = System.nanoTime();
    for (KernelProbe next = waiting.peek(); next != null; next = waiting.peek()) {
      if (next.due() - now > 0) {
        return;
      }
      waiting.remove();
      next.begin(selector);
      connecting.add(next);
      next.dueAt(now + times.timeout().toNanos());
    }
  }

  /** Ends those whose time is over; all have the same, so the oldest come first. */
  private boolean expire() {
    boolean news = false;
    long now = System.nanoTime();
    Iterator<KernelProbe> oldest = connecting.iterator();
    while (oldest.hasNext()) {
      KernelProbe probe = oldest.next();
      if (!probe.isOver() && probe.due() - now > 0) {
        break;
      }
      oldest.remove();
      news |= probe.end();
      again(probe);
    }
    return news;
  }

  private void again(KernelProbe probe) {
    if (probes.get(probe.address()) == probe) {
      schedule(probe, period());
    }
  }

  private boolean finish() throws IOException {
    boolean news = false;
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.attachment() instanceof KernelProbe probe) {
        news |= probe.connected();
        connecting.remove(probe);
        again(probe);
      }
    }
    selector.selectedKeys().clear();
    // A registered descriptor is closed by the next selection only.
    selector.selectNow();
    return news;
  }

  /** Milliseconds until something is due; 0, which means for ever, if nothing ever is. */
  private long pause() {
    KernelProbe next = waiting.peek();
    KernelProbe oldest = connecting.peek();
    if (next == null && oldest == null) {
      return 0;
    }
    long now = System.nanoTime();
    long nanos =
        Math.min(
            next == null ? Long.MAX_VALUE : next.due() - now,
            oldest == null ? Long.MAX_VALUE : oldest.isOver() ? 0 : oldest.due() - now);
    return Math.max(1, Duration.ofNanos(nanos).toMillis() + 1);
  }

  /** Ends the thread and all connections under way. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(Duration.ofSeconds(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.viking.docker.soak;

import io.viking.docker.soak.Fault.Kind;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.HostAndPort;
import io.viking.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endpoints of another host that come and go: each second one is registered and an older one goes,
 * half of them in order, the others without a word: their registration stays for a while, as it
 * does until a lease ends.
 */
final class Comings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Comings.class);
  private static final int AT_A_TIME = 4;
  private static final Duration REGISTERED_AFTER_DEATH = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final List<Kind> KINDS = List.of(Kind.LEFT, Kind.DIED, Kind.LEFT, Kind.CUT_OFF);

  private final String service;
  private final EndpointDirectory directory;
  private final OtherHost host;
  private final Cut cut;
  private final RunClock clock;
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4);
  private final Deque<Coming> present = new ArrayDeque<>();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Queue<Leaving> leavings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger came = new AtomicInteger();
  private final AtomicReference<Optional<String>> ownFault =
      new AtomicReference<>(Optional.empty());
  private int gone;

  /** Cuts endpoints off the agent's host. */
  interface Cut {
    void off(HostAndPort endpoint);

    void mend(HostAndPort endpoint);
  }

  private record Coming(String id, OtherHost.Server server) {}

  Comings(String service, EndpointDirectory directory, OtherHost host, Cut cut, RunClock clock) {
    this.service = service;
    this.directory = directory;
    this.host = host;
    this.cut = cut;
    this.clock = clock;
  }

  void start() {
    var unused = timer.scheduleAtFixedRate(guarded(this::change), 0, 1, TimeUnit.SECONDS);
  }

  /** The next change only; no other comes after it. */
  void end() {
    timer.shutdown();
  }

  int came() {
    return came.get();
  }

  List<Fault> faults() {
    return List.copyOf(faults);
  }

  List<Leaving> leavings() {
    return List.copyOf(leavings);
  }

  /** What kept it from going on. */
  Optional<String> ownFault() {
    return Objects.requireNonNull(ownFault.get());
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("endpoints do not come and go as they should", e);
        ownFault.set(Optional.of(e.toString()));
      }
    };
  }

  private void later(Duration wait, Runnable task) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(guarded(task), wait.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void change() {
    String id = "%s_%06x".formatted(service, 0xc00000 + came.get());
    Coming coming = new Coming(id, host.open());
    store(() -> directory.register(new Endpoint(service, id, coming.server.address())));
    came.incrementAndGet();
    present.add(coming);
    if (present.size() > AT_A_TIME) {
      go(present.remove(), KINDS.get(gone++ % KINDS.size()));
    }
  }

  private void go(Coming coming, Kind kind) {
    Duration begin = clock.now();
    switch (kind) {
      case DIED -> coming.server.die();
      case CUT_OFF -> cut.off(coming.server.address());
      default -> deregister(coming);
    }
    Span span = new Span(begin, clock.now());
    faults.add(new Fault(kind, coming.server.address().toString(), span));
    if (kind == Kind.LEFT) {
      later(QUIET, () -> closeWhenQuiet(coming, span.end()));
    } else {
      later(REGISTERED_AFTER_DEATH, () -> bury(coming, kind));
    }
  }

  private void bury(Coming coming, Kind kind) {
    deregister(coming);
    if (kind == Kind.CUT_OFF) {
      // Not before it is certain that nobody is led there: a mended cut is no end.
      later(
          REGISTERED_AFTER_DEATH,
          () -> {
            coming.server.die();
            cut.mend(coming.server.address());
          });
    }
  }

  private void closeWhenQuiet(Coming coming, Duration left) {
    Duration last = clock.at(coming.server.lastAccepted());
    if (clock.now().minus(last).compareTo(QUIET) < 0) {
      later(QUIET, () -> closeWhenQuiet(coming, left));
      return;
    }
    Duration end = last.compareTo(left) < 0 ? left : last;
    leavings.add(new Leaving(coming.server.address().toString(), new Span(left, end)));
    coming.server.die();
  }

  private void deregister(Coming coming) {
    store(() -> directory.deregister(service, coming.id));
  }

  /** Changes the store, which may be away: then it is changed once it is back. */
  private static void store(Runnable change) {
    try {
      change.run();
    } catch (StoreUnavailableException e) {
      LOG.info("the store is away: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

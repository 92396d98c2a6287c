package io.viking.docker.soak;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.NetworkEntry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The load: in a container's network, one thread that makes a connection for each of so many
 * requests a second, and holds others that make a request a second each.
 */
final class Client implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long SHORT_LIMIT = TimeUnit.SECONDS.toNanos(10);

  /** What packets that got lost cost while the engine makes its rules anew, and more. */
  private static final long LONG_LIMIT = TimeUnit.SECONDS.toNanos(20);

  private static final long BETWEEN_REQUESTS = TimeUnit.SECONDS.toNanos(1);
  private static final long BETWEEN_SWEEPS = TimeUnit.MILLISECONDS.toNanos(100);

  private final InetSocketAddress target;
  private final InetSocketAddress steady;
  private final RunClock clock;
  private final LoadCounts counts = new LoadCounts();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final List<Exchange> staying = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
  private final Thread thread;
  private volatile int wantedStaying;
  private volatile int perSecond;
  private volatile boolean closed;
  private volatile Optional<String> ownFault = Optional.empty();
  private long number;
  private long nextShort;
  private long nextRequest;
  private long nextSweep;
  private int cursor;

  /**
   * @param target where the single requests go, {@code steady} where the others go
   */
  Client(Path network, RunClock clock, InetSocketAddress target, InetSocketAddress steady) {
    this.clock = clock;
    this.target = target;
    this.steady = steady;
    this.thread = new Thread(() -> run(network), "soak-client");
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens connections that stay, and returns when each has had an answer. */
  void open(int count) {
    wantedStaying = count;
    Await.until(
        PATIENCE,
        () -> count + " connections, but " + counts + " " + failures + " " + ownFault,
        () -> counts.repeated() >= count);
  }

  /** Makes that many connections a second from now on; 0: no more. */
  void rate(int connectionsPerSecond) {
    perSecond = connectionsPerSecond;
  }

  /** Waits for the end of the single requests that are under way. */
  void awaitShortEnd() {
    perSecond = 0;
    Await.until(PATIENCE, () -> "single requests end, " + counts, () -> counts.underWay() == 0);
  }

  LoadCounts counts() {
    return counts;
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** What kept it from working at all. */
  Optional<String> ownFault() {
    return ownFault;
  }

  private void run(Path network) {
    NetworkEntry.enter(network);
    try (Selector selector = Selector.open()) {
      while (!closed) {
        work(selector);
        selector.select(key -> handle(key), 2);
      }
      selector.keys().forEach(key -> ((Exchange) key.attachment()).reset());
    } catch (IOException | RuntimeException e) {
      ownFault = Optional.of(e.toString());
    }
  }

  private void work(Selector selector) throws IOException {
    long now = System.nanoTime();
    if (staying.size() < wantedStaying) {
      staying.add(Exchange.begin(selector, steady, true, number++, LONG_LIMIT));
      nextRequest = now + BETWEEN_REQUESTS;
    }
    while (wantedStaying > 0 && now - nextRequest >= 0) {
      repeat(staying.get(cursor++ % staying.size()));
      nextRequest += BETWEEN_REQUESTS / wantedStaying;
    }
    nextShort = perSecond == 0 ? now : nextShort;
    while (perSecond > 0 && now - nextShort >= 0) {
      counts.begun();
      begin(selector);
      nextShort += TimeUnit.SECONDS.toNanos(1) / perSecond;
    }
    if (now - nextSweep >= 0) {
      nextSweep = now + BETWEEN_SWEEPS;
      sweep(selector, now);
    }
  }

  private void begin(Selector selector) throws IOException {
    Exchange.begin(selector, target, false, number++, SHORT_LIMIT);
  }

  private void repeat(Exchange exchange) {
    try {
      if (!exchange.repeat(number++)) {
        counts.skipped();
      }
    } catch (IOException e) {
      fail(exchange, e);
    }
  }

  private void sweep(Selector selector, long now) {
    for (SelectionKey key : selector.keys()) {
      Exchange exchange = (Exchange) key.attachment();
      if (key.isValid() && exchange.isLate(now)) {
        fail(exchange, new IOException("no answer in time; " + exchange.progress()));
      }
    }
  }

  private void handle(SelectionKey key) {
    Exchange exchange = (Exchange) key.attachment();
    try {
      Exchange.State state = exchange.proceed(buffer);
      if (state == Exchange.State.ANSWERED) {
        counts.answered(exchange.stays(), System.nanoTime() - exchange.begin());
      } else if (state == Exchange.State.ENDED) {
        counts.ended();
      }
    } catch (IOException e) {
      fail(exchange, e);
    }
  }

  private void fail(Exchange exchange, IOException why) {
    Failure.Kind kind = exchange.stays() ? Failure.Kind.LONG : Failure.Kind.SHORT;
    failures.add(
        new Failure(
            why instanceof Exchange.WrongAnswerException ? Failure.Kind.CONTENT : kind,
            exchange.port(),
            new Span(clock.at(exchange.begin()), clock.now()),
            why.toString()));
    exchange.reset();
    counts.failed(exchange.stays());
  }

  /** Breaks all connections off. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

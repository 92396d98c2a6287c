package io.viking.docker.agent;

import io.viking.docker.ambassador.ConnectionReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON for each connection that has ended, written by a thread of its own. Whoever ends
 * a connection never waits for it: what does not keep up is dropped, and counted.
 *
 * <p>Safe for use by several threads. To be closed by whoever opened it, after the agents that use
 * it.
 */
public final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  /** The logger that lines go to where there is no file. */
  static final String LOGGER = "io.viking.access";

  private static final int MOST_WAITING = 8192;
  private static final int MOST_AT_ONCE = 512;
  private static final Duration LONGEST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final BlockingQueue<Ended> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final LongAdder dropped = new LongAdder();
  private final Sink sink;
  private final Clock clock;
  private final Thread writer;
  private long told;
  private boolean failing;
  private volatile boolean closed;

  AccessLog(Sink sink, Clock clock) {
    this.sink = sink;
    this.clock = clock;
    this.writer = new Thread(this::write, "viking-access-log");
    writer.setDaemon(true);
    writer.start();
  }

  /** Where lines are written to; may block. */
  interface Sink extends AutoCloseable {
    /** Appends those lines; each counts as lost if this fails. */
    void append(List<String> lines) throws IOException;

    @Override
    void close() throws IOException;
  }

  private record Ended(Instant time, ConnectionReport report) {}

  /**
   * Appends to that file, which is made if it is not there. It is opened anew after it was moved,
   * as log rotation does.
   *
   * @throws IOException if it cannot be opened
   */
  public static AccessLog toFile(Path file) throws IOException {
    return new AccessLog(AccessFile.open(file), Clock.systemUTC());
  }

  /** Writes to the SLF4J logger {@code io.viking.access}, at level INFO. */
  public static AccessLog toLogger() {
    Logger logger = LoggerFactory.getLogger(LOGGER);
    return new AccessLog(
        new Sink() {
          @Override
          public void append(List<String> lines) {
            lines.forEach(logger::info);
          }

          @Override
          public void close() {}
        },
        Clock.systemUTC());
  }

  /** A connection has ended just now. Never waits. */
  void ended(ConnectionReport report) {
    if (closed || !waiting.offer(new Ended(clock.instant(), report))) {
      dropped.increment();
    }
  }

  /** How many lines could not be written, because they came too fast or writing failed. */
  public long dropped() {
    return dropped.sum();
  }

  private void write() {
    List<Ended> batch = new ArrayList<>(MOST_AT_ONCE);
    try {
      while (!closed || !waiting.isEmpty()) {
        Ended first = waiting.poll(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, MOST_AT_ONCE - 1);
          append(batch);
          batch.clear();
        }
        tellDropped();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void append(List<Ended> batch) {
    try {
      sink.append(batch.stream().map(one -> AccessLine.of(one.time(), one.report())).toList());
      failing = false;
    } catch (IOException e) {
      dropped.add(batch.size());
      if (!failing) {
        LOG.warn("the access log cannot be written, its lines are dropped: {}", e.toString());
      }
      failing = true;
    }
  }

  private void tellDropped() {
    long now = dropped();
    if (now > told && !failing) {
      LOG.warn("{} lines of the access log were dropped", now - told);
    }
    told = now;
  }

  /** Writes what has been told so far, then closes. What is told later is dropped. */
  @Override
  public void close() {
    closed = true;
    try {
      writer.join(LONGEST_CLOSE.toMillis());
      if (writer.isAlive()) {
        LOG.warn("the access log's last lines are lost: what it writes to hangs");
        return;
      }
      sink.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("the access log cannot be closed: {}", e.toString());
    }
  }
}

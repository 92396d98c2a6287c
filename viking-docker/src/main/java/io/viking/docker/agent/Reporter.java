package io.viking.docker.agent;

import io.viking.ports.HostDirectory;
import io.viking.ports.HostReport;
import io.viking.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store's report of this host true. It has a thread of its own: a store that is away
 * blocks each write up to its deadline, and neither the containers' view nor the listeners may wait
 * for that. The thread looks again and again rather than being told, since listeners open and fail
 * to open with nobody telling; what could not be written is so written at one of its next looks.
 *
 * <p>A report that has not changed is written again from time to time, for a store that was
 * restored from an older copy, or in which somebody has forgotten this host while it lives.
 */
final class Reporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final Duration REFRESH = Duration.ofMinutes(1);

  private final Supplier<Optional<HostReport>> reports;
  private final HostDirectory directory;
  private final LongSupplier nanos;
  private final ScheduledThreadPoolExecutor thread;
  private Optional<HostReport> written = Optional.empty();
  private long writtenAt;
  private boolean storeAway;

  /**
   * @param reports what is true now; empty while nobody knows, and then what was written before
   *     stays
   * @param nanos time in nanoseconds, as of {@link System#nanoTime}
   */
  Reporter(Supplier<Optional<HostReport>> reports, HostDirectory directory, LongSupplier nanos) {
    this.reports = reports;
    this.directory = directory;
    this.nanos = nanos;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "viking-reporter");
              made.setDaemon(true);
              return made;
            });
  }

  /** Looks now, and again that long after each look. */
  @SuppressWarnings("FutureReturnValueIgnored") // a look reports its own failures
  void start(Duration pause) {
    thread.scheduleWithFixedDelay(this::look, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Writes what is true now, if the store may not have it. */
  void look() {
    try {
      Optional<HostReport> now = reports.get();
      if (now.isPresent() && (!now.equals(written) || isOld())) {
        // Forgotten first: after a write that failed nobody knows what the store has.
        written = Optional.empty();
        directory.report(now.get());
        written = now;
        writtenAt = nanos.getAsLong();
        told(true);
      }
    } catch (StoreUnavailableException e) {
      LOG.debug("the store is away", e);
      told(false);
    } catch (RuntimeException e) {
      // Would end the looks for good.
      LOG.error("the host's report could not be made", e);
    }
  }

  private boolean isOld() {
    return nanos.getAsLong() - writtenAt >= REFRESH.toNanos();
  }

  private void told(boolean answered) {
    if (!answered && !storeAway) {
      LOG.warn("the store is away; what this host's containers carry is written once it is back");
    }
    storeAway = !answered;
  }

  /** Stops to look; the last report stays in the store, as the containers stay on the host. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}

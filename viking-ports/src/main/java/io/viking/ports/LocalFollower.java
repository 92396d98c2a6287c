package io.viking.ports;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the files of a local store hold, on a thread of its own: looks a few times a second,
 * and publishes what differs from what was told before.
 *
 * @param <T> what they hold
 */
final class LocalFollower<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFollower.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final String what;
  private final Supplier<T> read;
  private final Watchers<T> watchers;
  private final Thread thread;

  /** Used by that thread only. */
  private Optional<T> told = Optional.empty();

  /**
   * @param what the name of what is followed, as in {@code endpoints}
   * @param read may throw a {@link StoreUnavailableException}
   */
  LocalFollower(String what, Supplier<T> read, Watchers<T> watchers) {
    this.what = what;
    this.read = read;
    this.watchers = watchers;
    this.thread =
        DaemonThreads.named("viking-local-" + what.replace(' ', '-')).newThread(this::follow);
  }

  /** Begins; does nothing if it has begun. */
  synchronized void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void follow() {
    try {
      while (true) {
        look();
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    } catch (InterruptedException closing) {
      LOG.debug("the {} are not followed any more", what);
    }
  }

  private void look() {
    try {
      T now = read.get();
      if (!told.equals(Optional.of(now))) {
        told = Optional.of(now);
        watchers.publish(now);
      }
    } catch (StoreUnavailableException unreadable) {
      LOG.debug("the {} cannot be read; those known stay", what, unreadable);
    } catch (RuntimeException e) {
      // Would end the looks for good.
      LOG.error("looking at the {} failed; trying on", what, e);
    }
  }
}

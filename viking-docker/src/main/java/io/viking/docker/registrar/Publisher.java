package io.viking.docker.registrar;

import io.viking.docker.registrar.EndpointChanges.Change;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the directory hold the wanted endpoints, on a thread of its own: a store that is away
 * blocks each call up to its deadline, and nothing else may wait for that. What the store did not
 * answer to is said again until it does.
 *
 * <p>Safe for use by several threads.
 */
final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final EndpointDirectory directory;
  private final Duration stopTimeout;
  private final Duration pause;
  private final Progress progress;
  private final ExecutorService thread;
  private final EndpointChanges changes = new EndpointChanges();
  private boolean holding;
  private boolean busy;
  private boolean pausing;
  private boolean closing;

  /**
   * @param pause the time from a call that the store did not answer to the next try
   * @param progress told of what the directory has taken note of
   */
  Publisher(
      String name,
      EndpointDirectory directory,
      Duration stopTimeout,
      Duration pause,
      Progress progress) {
    this.directory = directory;
    this.progress = progress;
    this.stopTimeout = stopTimeout;
    this.pause = pause;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Writes nothing until it is told to {@link #go}. */
  synchronized void hold() {
    holding = true;
  }

  /** Writes what is wanted, and from now on whatever is. */
  synchronized void go() {
    holding = false;
    begin();
  }

  private void begin() {
    if (!busy && !holding && !closing) {
      busy = true;
      thread.execute(this::work);
    }
  }

  /** Makes exactly these the registered ones, soon; of several calls in a row the last counts. */
  synchronized void want(Collection<Endpoint> endpoints) {
    if (closing) {
      return;
    }
    changes.want(endpoints);
    begin();
  }

  /** What was registered, sorted. */
  synchronized List<Endpoint> registered() {
    return changes.registered();
  }

  /** Whether the store did not answer to something, which it is asked again until it does. */
  synchronized boolean storeAway() {
    return changes.isAnyOwed();
  }

  private void work() {
    Optional<Change> change = next();
    while (change.isPresent()) {
      done(change.get(), carryOut(change.get()));
      change = next();
    }
  }

  private synchronized Optional<Change> next() {
    Optional<Change> next = changes.next();
    busy = next.isPresent();
    if (!busy && changes.isAnyOwed() && !pausing && !closing) {
      pausing = true;
      CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, thread)
          .execute(this::tryAgain);
    }
    return next;
  }

  private synchronized void tryAgain() {
    pausing = false;
    if (!closing) {
      changes.sayAgain();
      begin();
    }
  }

  private boolean carryOut(Change change) {
    Endpoint endpoint = change.endpoint();
    try {
      if (change.register()) {
        directory.register(endpoint);
      } else {
        directory.deregister(endpoint.service(), endpoint.id());
      }
      return true;
    } catch (StoreUnavailableException e) {
      LOG.debug("the store is away", e);
      return false;
    } catch (RuntimeException e) {
      if (change.again()) {
        LOG.debug("the store failed again for {}", endpoint, e);
      } else {
        LOG.error("the store failed for {}; trying on", endpoint, e);
      }
      return false;
    }
  }

  private synchronized void done(Change change, boolean answered) {
    boolean wasAway = changes.isAnyOwed();
    changes.said(change, answered);
    if (answered) {
      progress.registered(change.endpoint(), change.register());
    }
    if (!change.again()) {
      LOG.info(
          "{} {} at {}",
          change.register() ? "registered" : "deregistered",
          EndpointChanges.key(change.endpoint()),
          change.endpoint().address());
    }
    if (!answered && !wasAway) {
      LOG.warn("the store is away; endpoints are registered and removed once it is back");
    } else if (wasAway && !changes.isAnyOwed()) {
      LOG.info("the store is back, and has the endpoints of this host");
    }
    if (closing && !answered) {
      changes.giveUp();
    }
  }

  /** Ends, and takes nothing back. */
  void leave() {
    synchronized (this) {
      closing = true;
      changes.freeze();
    }
    thread.shutdownNow();
  }

  /** Takes back what is registered, within the stop time-out. */
  @Override
  public void close() {
    synchronized (this) {
      want(List.of());
      closing = true;
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(stopTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("not all endpoints could be removed within {}", stopTimeout);
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

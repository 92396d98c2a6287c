package io.viking.docker.registrar;

import io.viking.ports.Endpoint;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the directory hold the wanted endpoints, on a thread of its own: a store that is away
 * blocks each call up to its deadline, and nothing else may wait for that.
 *
 * <p>Safe for use by several threads.
 */
final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final EndpointDirectory directory;
  private final Duration stopTimeout;
  private final Progress progress;
  private final ExecutorService thread;
  private final Map<String, Endpoint> registered = new TreeMap<>();
  private Map<String, Endpoint> wanted = Map.of();
  private boolean holding;
  private boolean busy;
  private boolean closing;
  private boolean storeAway;

  /**
   * @param progress told of what the directory has taken note of
   */
  Publisher(String name, EndpointDirectory directory, Duration stopTimeout, Progress progress) {
    this.directory = directory;
    this.progress = progress;
    this.stopTimeout = stopTimeout;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** One call to the directory. */
  private record Change(Endpoint endpoint, boolean register) {}

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
    Map<String, Endpoint> byKey = new TreeMap<>();
    endpoints.forEach(endpoint -> byKey.put(key(endpoint), endpoint));
    wanted = byKey;
    begin();
  }

  /** What was registered, sorted. */
  synchronized List<Endpoint> registered() {
    return new ArrayList<>(registered.values());
  }

  /** Whether the last call to the store failed; what is wanted is then put once it is back. */
  synchronized boolean storeAway() {
    return storeAway;
  }

  private void work() {
    Optional<Change> change = next();
    while (change.isPresent()) {
      done(change.get(), carryOut(change.get()));
      change = next();
    }
  }

  /** What goes is taken away before what comes is put, so that nobody is sent to what is gone. */
  private synchronized Optional<Change> next() {
    Optional<Change> gone =
        registered.entrySet().stream()
            .filter(entry -> !wanted.containsKey(entry.getKey()))
            .findFirst()
            .map(entry -> new Change(entry.getValue(), false));
    Optional<Change> next =
        gone.or(
            () ->
                wanted.entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(registered.get(entry.getKey())))
                    .findFirst()
                    .map(entry -> new Change(entry.getValue(), true)));
    busy = next.isPresent();
    return next;
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
      LOG.error("the store failed for {}", endpoint, e);
      return false;
    }
  }

  // A store that is away has taken note, and does it once it is back: for us it is done.
  private synchronized void done(Change change, boolean answered) {
    Endpoint endpoint = change.endpoint();
    if (change.register()) {
      registered.put(key(endpoint), endpoint);
    } else {
      registered.remove(key(endpoint));
    }
    if (answered) {
      progress.registered(endpoint, change.register());
    }
    LOG.info(
        "{} {} at {}",
        change.register() ? "registered" : "deregistered",
        key(endpoint),
        endpoint.address());
    if (!answered && !storeAway) {
      LOG.warn("the store is away; endpoints are registered and removed once it is back");
    }
    storeAway = !answered;
    if (closing && !answered) {
      // The store takes back what is left when it is closed, or its lease ends.
      registered.clear();
    }
  }

  private static String key(Endpoint endpoint) {
    return endpoint.service() + "/" + endpoint.id();
  }

  /** Ends, and takes nothing back. */
  void leave() {
    synchronized (this) {
      closing = true;
      wanted = Map.copyOf(registered);
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

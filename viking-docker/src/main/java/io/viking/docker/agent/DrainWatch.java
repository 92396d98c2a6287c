package io.viking.docker.agent;

import io.viking.docker.ambassador.OpenConnections;
import io.viking.docker.ambassador.Predecessor;
import io.viking.docker.registrar.Registrar;
import io.viking.model.InstanceId;
import io.viking.ports.Departures;
import io.viking.ports.Endpoint;
import io.viking.ports.StoreUnavailableException;
import io.viking.ports.Subscription;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what is about to be removed: tells the registrar, which withdraws what of it runs on this
 * host, and tells the store how many connections this host still has to each of them. While nothing
 * is about to be removed there is nothing to do, and no thread.
 *
 * <p>Safe for use by several threads.
 */
final class DrainWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DrainWatch.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Where nothing has changed for long, as after a deployer has died. */
  private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

  private static final Duration LONG = Duration.ofMinutes(1);

  /** So many times as long as a look took there is none: a table of connections can be long. */
  private static final int REST = 4;

  private final String host;
  private final Ambassadors ambassadors;
  private final Supplier<Predecessor> predecessor;
  private final OpenConnections connections = OpenConnections.create();
  private final ScheduledThreadPoolExecutor thread;

  private Optional<Departures> departures = Optional.empty();
  private Optional<Subscription> watch = Optional.empty();
  private Optional<Registrar> registrar = Optional.empty();
  private Optional<Set<InstanceId>> marked = Optional.empty();
  private boolean registering;

  /** Used by the thread only, as are those that follow. */
  private final Set<InstanceId> quiet = new HashSet<>();

  /** Written by the thread only. */
  private volatile Map<InstanceId, Integer> written = Map.of();

  private Set<InstanceId> lookedFor = Set.of();
  private long changedAt = System.nanoTime();
  private Optional<ScheduledFuture<?>> next = Optional.empty();
  private boolean storeAway;

  /**
   * @param predecessor the agent that was replaced, whose connections count as this host's
   */
  DrainWatch(String host, Ambassadors ambassadors, Supplier<Predecessor> predecessor) {
    this.host = host;
    this.ambassadors = ambassadors;
    this.predecessor = predecessor;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "viking-drain-" + host);
              made.setDaemon(true);
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRejectedExecutionHandler((task, executor) -> LOG.debug("the agent is closed"));
    thread.setKeepAliveTime(1, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Begins to follow; once is enough. */
  synchronized void follow(Departures store) {
    if (departures.isEmpty()) {
      departures = Optional.of(store);
      watch = Optional.of(store.watch(this::told));
    }
  }

  /** The registrar of this host from now on. */
  synchronized void tell(Registrar current) {
    registrar = Optional.of(current);
    marked.ifPresent(current::departing);
    begin();
  }

  /** Lets the registrar register, once it is known what not to. */
  synchronized void letRegister() {
    registering = true;
    begin();
  }

  private void begin() {
    if (registering && marked.isPresent()) {
      registrar.ifPresent(Registrar::register);
    }
  }

  private synchronized void told(Set<InstanceId> departing) {
    marked = Optional.of(departing);
    registrar.ifPresent(current -> current.departing(departing));
    begin();
    thread.execute(this::look);
  }

  /** What the store was told last. */
  Map<InstanceId, Integer> told() {
    return written;
  }

  private synchronized Set<InstanceId> marked() {
    return marked.orElse(Set.of());
  }

  private void look() {
    next.ifPresent(planned -> planned.cancel(false));
    next = Optional.empty();
    long begin = System.nanoTime();
    Set<InstanceId> now = marked();
    long took = 0;
    try {
      Map<InstanceId, Integer> open = Map.copyOf(count(now));
      took = System.nanoTime() - begin;
      if (!open.equals(written) || !now.equals(lookedFor)) {
        lookedFor = now;
        changedAt = begin;
      }
      if (write(open) && now.isEmpty()) {
        return;
      }
    } catch (RuntimeException e) {
      // Would end the looks for good.
      LOG.error("the connections to what is about to be removed could not be told", e);
    }
    long pause = Math.max(pause(begin - changedAt).toNanos(), REST * took);
    next = Optional.of(thread.schedule(this::look, pause, TimeUnit.NANOSECONDS));
  }

  /** Often at first, since connections mostly end soon or late. */
  private static Duration pause(long sinceChange) {
    if (sinceChange > LONG.toNanos()) {
      return LONG_PAUSE;
    }
    long tenth = Math.max(FIRST_PAUSE.toNanos(), sinceChange / 10);
    return Duration.ofNanos(Math.min(PAUSE.toNanos(), tenth));
  }

  private Map<InstanceId, Integer> count(Set<InstanceId> instances) {
    Map<InstanceId, Set<Endpoint>> departed = new TreeMap<>(ambassadors.departed(instances));
    Map<Endpoint, Integer> before =
        predecessor.get().relayed(departed.values().stream().flatMap(Set::stream).toList());
    quiet.retainAll(departed.keySet());
    departed.forEach(
        (instance, endpoints) -> {
          if (!quiet.contains(instance)
              && before.keySet().containsAll(endpoints)
              && !OpenConnections.mayBegin(ambassadors.all(), endpoints)) {
            quiet.add(instance);
          }
        });
    departed.keySet().retainAll(quiet);
    Map<InstanceId, Integer> open = connections.count(ambassadors.all(), departed);
    departed.forEach(
        (instance, endpoints) ->
            endpoints.forEach(
                one -> open.merge(instance, before.getOrDefault(one, 0), DrainWatch::sum)));
    return open;
  }

  private static int sum(int some, int more) {
    return some == Departures.UNKNOWN || more == Departures.UNKNOWN
        ? Departures.UNKNOWN
        : some + more;
  }

  /** Whether the store has it; if not it is written at the next look. */
  private boolean write(Map<InstanceId, Integer> open) {
    Optional<Departures> store = store();
    if (store.isEmpty() || open.equals(written)) {
      return true;
    }
    try {
      store.get().report(host, open);
      written = open;
      storeAway = false;
      return true;
    } catch (StoreUnavailableException e) {
      LOG.debug("the store is away", e);
      if (!storeAway) {
        LOG.warn("the store is away; how far removals are is told once it is back");
      }
      storeAway = true;
      return false;
    }
  }

  private synchronized Optional<Departures> store() {
    return departures;
  }

  /** Tells nothing any more; what was told last stays as long as the host's registrations. */
  @Override
  public void close() {
    Optional<Subscription> watching;
    synchronized (this) {
      watching = watch;
    }
    watching.ifPresent(Subscription::close);
    thread.shutdownNow();
  }
}

package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerEvent;
import io.viking.docker.engine.ContainerEvent.Action;
import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineException;
import io.viking.docker.engine.EventListener;
import io.viking.docker.engine.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an engine's containers for ever: subscribes, then lists, then looks at each container
 * that something happened to, and lists again from time to time. What an event says is never
 * believed, only that it is time to look, so events may come late, twice or out of order.
 *
 * <p>{@link #run} has a thread of its own; all else may be called by any thread.
 */
final class EngineWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);

  /** Every so many lists, each container is looked at; the others ask for what is different. */
  private static final int LISTS_PER_FULL_LIST = 6;

  /** As many containers are asked for at the same time. */
  private static final int AT_ONCE = 4;

  /** After so many containers it is told what they are, whatever others are still to be seen. */
  private static final int TOLD_TOGETHER = 8;

  private static final Duration IDLE = Duration.ofSeconds(5);

  private static final Set<Action> IRRELEVANT =
      EnumSet.of(Action.OTHER, Action.KILL, Action.OOM, Action.UPDATE);

  private final EngineView engine;
  private final ThreadPoolExecutor asking;
  private final Inventory inventory;
  private final RegistrarOptions options;
  private final Consumer<Collection<ContainerFacts>> seen;
  private final Consumer<Instant> handled;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Unstarted unstarted = new Unstarted(System::nanoTime);
  private final WatchCounters counters = new WatchCounters();
  private Optional<Instant> lastEvent = Optional.empty();
  private int subscription;
  private int lists;
  private volatile boolean stopped;
  private volatile boolean ended;
  private volatile Optional<String> away = Optional.of("it was not asked yet");

  /**
   * @param seen told on the watch's thread what containers there are: after the first list, and
   *     after each change
   * @param handled told of each event's time once it was told what followed from it
   */
  EngineWatch(
      EngineView engine,
      RegistrarOptions options,
      Consumer<Collection<ContainerFacts>> seen,
      Consumer<Instant> handled) {
    this.engine = engine;
    this.asking =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            EngineWatch::asker);
    asking.allowCoreThreadTimeOut(true);
    this.inventory = new Inventory(engine, asking);
    this.options = options;
    this.seen = seen;
    this.handled = handled;
  }

  private static Thread asker(Runnable task) {
    Thread made = new Thread(task, "viking-registrar-asking");
    made.setDaemon(true);
    return made;
  }

  /** Completes when the containers have been listed anew, and what was seen has been told. */
  CompletionStage<Void> refresh() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    signals.add(new Signal.Refresh(done));
    if (ended) {
      failWaiting("the registrar is closed");
    }
    return done;
  }

  /** Makes {@link #run} return soon. */
  void stop() {
    stopped = true;
    signals.add(new Signal.Stop());
  }

  /** Why the engine does not answer; empty while it does. */
  Optional<String> away() {
    return away;
  }

  WatchCounters counters() {
    return counters;
  }

  @Override
  public void run() {
    Duration wait = options.firstRetry();
    while (!stopped) {
      try {
        follow();
        wait = options.firstRetry();
      } catch (RuntimeException e) {
        markAway(e);
        rest(wait);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(options.lastRetry()) < 0 ? twice : options.lastRetry();
      }
    }
    ended = true;
    asking.shutdownNow();
    failWaiting("the registrar is closed");
  }

  /** One subscription, from its start to its end. */
  private void follow() {
    int current = ++subscription;
    Instant since = lastEvent.orElseGet(Instant::now);
    EventStream stream = engine.events(since, listener(current));
    try {
      inventory.list(true);
      markBack();
      seen.accept(inventory.containers());
      boolean going = true;
      while (going && !stopped) {
        going = step(current);
      }
    } finally {
      stream.close();
    }
  }

  /**
   * Handles what has come in; where nothing has, looks at what was not started, or else lists.
   *
   * @return false if the stream is of no more use
   */
  private boolean step(int current) {
    List<Signal> batch = await(options.resync());
    if (batch.isEmpty() && unstarted.isEmpty()) {
      return resync();
    }
    Set<String> touched = new LinkedHashSet<>();
    List<Instant> events = new ArrayList<>();
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    boolean going = true;
    for (Signal signal : batch) {
      if (signal instanceof Signal.Happened happened) {
        unstarted.remove(happened.containerId());
        if (happened.made()) {
          unstarted.add(happened.containerId());
        } else {
          touched.add(happened.containerId());
        }
        events.add(happened.time());
        lastEvent = Optional.of(happened.time());
      } else if (signal instanceof Signal.Refresh refresh) {
        waiting.add(refresh.done());
      } else if (signal instanceof Signal.Ended ended && ended.subscription() == current) {
        LOG.info("the engine's event stream ended: {}", ended.why());
        going = false;
      }
    }
    touched.addAll(batch.isEmpty() ? unstarted.takeAll() : unstarted.takeDue());
    look(touched, waiting);
    events.forEach(handled);
    return going;
  }

  private void look(Set<String> touched, List<CompletableFuture<Void>> waiting) {
    try {
      List<String> all = List.copyOf(touched);
      for (int from = 0; from < all.size(); from += TOLD_TOGETHER) {
        tellIf(inventory.look(all.subList(from, Math.min(all.size(), from + TOLD_TOGETHER))));
      }
      if (!waiting.isEmpty()) {
        tellIf(inventory.listStarting());
      }
      waiting.forEach(done -> done.complete(null));
    } catch (RuntimeException e) {
      waiting.forEach(done -> done.completeExceptionally(e));
      throw e;
    }
  }

  private void tellIf(boolean changed) {
    if (changed) {
      seen.accept(inventory.containers());
    }
  }

  /** A list that finds news which no event has told shows that the stream is dead or lame. */
  private boolean resync() {
    lists++;
    boolean changed = inventory.list(lists % LISTS_PER_FULL_LIST == 0);
    if (changed) {
      counters.missed();
      LOG.info("a list found changes that no event had told; subscribing anew");
      seen.accept(inventory.containers());
    }
    return !changed;
  }

  private List<Signal> await(Duration longest) {
    List<Signal> batch = new ArrayList<>();
    try {
      Signal first = signals.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
      if (first != null) {
        batch.add(first);
        signals.drainTo(batch);
      }
    } catch (InterruptedException e) {
      stopped = true;
      batch.add(new Signal.Stop());
    }
    return batch;
  }

  /** Waits out a failure; a caller in need of a fresh look ends the wait, and hears of failure. */
  private void rest(Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    long left = wait.toNanos();
    while (left > 0 && !stopped) {
      for (Signal signal : await(Duration.ofNanos(left))) {
        if (signal instanceof Signal.Refresh refresh) {
          refresh
              .done()
              .completeExceptionally(new IllegalStateException(away.orElse("engine is away")));
        }
      }
      left = end - System.nanoTime();
    }
  }

  private void failWaiting(String why) {
    List<Signal> rest = new ArrayList<>();
    signals.drainTo(rest);
    for (Signal signal : rest) {
      if (signal instanceof Signal.Refresh refresh) {
        refresh.done().completeExceptionally(new IllegalStateException(why));
      }
    }
  }

  private void markAway(RuntimeException e) {
    String why = SocketProbe.reason(e);
    if (away.isEmpty() || counters.failures() == 0) {
      LOG.warn("the engine does not answer; what is registered stays as it is. {}", why);
    }
    counters.failed();
    away = Optional.of(why);
  }

  private void markBack() {
    if (away.isPresent()) {
      LOG.info("the engine answers");
    }
    away = Optional.empty();
    counters.subscribed();
  }

  private EventListener listener(int number) {
    return new EventListener() {
      @Override
      public void onEvent(ContainerEvent event) {
        if (!IRRELEVANT.contains(event.action())) {
          counters.event();
          signals.add(
              new Signal.Happened(
                  event.containerId(), event.time(), event.action() == Action.CREATE));
        }
      }

      @Override
      public void onEnd(Optional<EngineException> cause) {
        signals.add(
            new Signal.Ended(number, cause.map(SocketProbe::reason).orElse("by the engine")));
      }
    };
  }
}

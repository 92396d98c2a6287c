package io.viking.docker;

import io.viking.docker.reconcile.ClusterEvent;
import io.viking.model.folder.DeploymentFolder;
import io.viking.ports.EventLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a cluster what a deployment folder, or a program, says, and keeps it so: through edits,
 * crashes and lost hosts.
 *
 * <pre>{@code
 * try (Reconciler reconciler =
 *     Reconciler.builder(viking).listener(System.out::println).build().start()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>It looks at all there is every so often; files that change and engines that report only make
 * it look sooner, so that what it misses costs time and nothing else. Each stack is changed by
 * itself, under its lock: several reconcilers, and people who deploy beside them, do no harm.
 *
 * <p>Safe for use by several threads. Whoever builds it closes it, before the {@link Viking} it was
 * built with. Closing stops no container.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** What is about to change by time alone is looked at as often. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** Whatever happens, looks are no closer: an engine that is busy reports a lot. */
  private static final Duration LEAST = Duration.ofMillis(300);

  private static final Duration LEAST_WHEN_BUSY = Duration.ofSeconds(1);
  private static final int STACKS_AT_A_TIME = 8;
  private static final Duration END = Duration.ofMinutes(2);

  private final ReconcilerBuilder settings;
  private final LookSignal signal = new LookSignal();
  private final EventRecorder recorder;
  private final ClusterEvents events;
  private final ExecutorService changes;
  private final Reconciliation reconciliation;
  private final EngineNews engines;
  private final Thread thread;
  private Optional<FolderNews> files = Optional.empty();

  Reconciler(ReconcilerBuilder settings, ReconciledCluster cluster, EventLog log) {
    this.settings = settings;
    recorder = new EventRecorder(log);
    events = new ClusterEvents(settings.listener().andThen(recorder::tell));
    changes =
        Executors.newFixedThreadPool(
            STACKS_AT_A_TIME, task -> daemon(task, "viking-reconcile-stack"));
    Clock clock = Clock.systemUTC();
    Lookout lookout =
        new Lookout(
            cluster,
            settings.desired(),
            settings.downAfter(),
            settings.approval(),
            clock,
            events::tell);
    reconciliation =
        new Reconciliation(cluster, lookout, clock, changes, events::tell, signal::ask);
    engines = new EngineNews(cluster, signal::ask);
    thread = daemon(this::run, "viking-reconcile");
  }

  /** A builder; what is wanted is the {@link Viking}'s deployment folder unless said otherwise. */
  public static ReconcilerBuilder builder(Viking viking) {
    return new ReconcilerBuilder(viking);
  }

  /**
   * Begins to look, on a thread of its own, and returns at once.
   *
   * @throws IllegalThreadStateException if it was started before
   */
  public Reconciler start() {
    files = settings.folder().flatMap(this::watch);
    recorder.start();
    thread.start();
    return this;
  }

  /** Asks for a look as soon as possible; returns at once. */
  public void lookNow() {
    signal.ask();
  }

  /** What was noticed and decided, oldest first; the last 1,000. */
  public List<ClusterEvent> events() {
    return events.last();
  }

  /**
   * What is noticed and decided from now on. A subscriber that does not keep up misses events; it
   * is completed when the reconciler is closed.
   */
  public Flow.Publisher<ClusterEvent> publisher() {
    return events.publisher();
  }

  private Optional<FolderNews> watch(DeploymentFolder folder) {
    try {
      return Optional.of(FolderNews.open(folder.root(), signal::ask));
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be watched, so edits are noticed after {} s: {}",
          folder.root(),
          settings.interval().toSeconds(),
          e.toString());
      return Optional.empty();
    }
  }

  private void run() {
    Duration next = Duration.ZERO;
    Duration least = Duration.ZERO;
    while (signal.await(least, next)) {
      files.ifPresent(FolderNews::refresh);
      reconciliation.look().ifPresent(sighting -> engines.refresh(sighting.actual()));
      least = reconciliation.isBusy() ? LEAST_WHEN_BUSY : LEAST;
      next =
          reconciliation.isChanging() && settings.interval().compareTo(SOON) > 0
              ? SOON
              : settings.interval();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Looks no more. Changes that are under way come to their end first, for 2 min at the most. May
   * be repeated.
   */
  @Override
  public void close() {
    signal.close();
    files.ifPresent(FolderNews::close);
    try {
      thread.join(END.toMillis());
      changes.shutdown();
      if (!changes.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "a change is still under way after {} min, and is left to itself", END.toMinutes());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    engines.close();
    events.close();
    recorder.close();
  }
}

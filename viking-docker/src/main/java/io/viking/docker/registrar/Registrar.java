package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.model.InstanceId;
import io.viking.model.Problem;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointDirectory;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the endpoints of one host's containers in a directory: each is there if and only if its
 * instance runs, is healthy and is not about to be removed. Heals by itself after the engine or the
 * store was away.
 *
 * <p>While the engine is away, what is known stays: containers outlive their engine, and one that
 * does not fails its probe. Safe for use by several threads; whoever starts a registrar closes it.
 */
public final class Registrar implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

  private final HostViews views;
  private final Consumer<HostView> onView;
  private final RegistrarOptions options;
  private final Timer timer;
  private final Progress progress;
  private final Prober prober;
  private final Publisher publisher;
  private final EngineWatch watch;
  private final Thread thread;
  private final CompletableFuture<Void> synced = new CompletableFuture<>();
  private HostView view = HostView.empty();
  private Set<InstanceId> departing = Set.of();

  Registrar(
      String name,
      EngineView engine,
      EndpointDirectory directory,
      HostViews views,
      RegistrarOptions options,
      Consumer<HostView> onView,
      Function<Timer, ProbeIo> probes) {
    this.views = views;
    this.onView = onView;
    this.options = options;
    this.timer = new ThreadTimer("viking-health-" + name);
    this.prober = new Prober(probes.apply(timer), timer, this::publish);
    this.progress = new Progress(Clock.systemUTC(), options.times());
    this.publisher =
        new Publisher(
            "viking-publisher-" + name,
            directory,
            options.stopTimeout(),
            options.lastRetry(),
            progress);
    this.watch = new EngineWatch(engine, options, this::seen, progress::handled);
    this.thread = new Thread(watch, "viking-registrar-" + name);
    thread.setDaemon(true);
  }

  /**
   * Starts to follow that engine's containers, and returns at once. Registers nothing before it is
   * told to {@link #register}.
   *
   * @param name what the registrar's threads are named after: the host
   * @param engine the engine's client; stays the caller's to close
   * @param directory where endpoints are registered
   * @param onView told on the registrar's thread, one call at a time, whenever the view has
   *     changed, before the endpoints that follow from it are registered; must not block for long
   */
  public static Registrar watch(
      String name,
      EngineClient engine,
      EndpointDirectory directory,
      HostViews views,
      RegistrarOptions options,
      Consumer<HostView> onView) {
    Registrar registrar =
        new Registrar(
            name,
            EngineView.of(engine),
            directory,
            views,
            options,
            onView,
            timer -> new SocketProbeIo("viking-probes-" + name, timer));
    registrar.publisher.hold();
    return start(registrar);
  }

  static Registrar start(Registrar registrar) {
    registrar.thread.start();
    return registrar;
  }

  /** Registers what is healthy now, and from now on whatever is. */
  public void register() {
    publisher.go();
  }

  /**
   * Withdraws the endpoints of these instances, and registers none of theirs until they are left
   * out again. Waits for nothing.
   */
  public synchronized void departing(Set<InstanceId> instances) {
    if (!instances.equals(departing)) {
      departing = Set.copyOf(instances);
      publish();
    }
  }

  /** Completes when the containers were listed for the first time, and the view was told. */
  public CompletionStage<Void> synced() {
    return synced;
  }

  /**
   * Looks at the engine's containers again, without delay.
   *
   * @return completes when the view, if it has changed, was told; fails if the engine is away
   */
  public CompletionStage<Void> refresh() {
    return watch.refresh();
  }

  /** What follows from the containers, as they were last seen. */
  public synchronized HostView view() {
    return view;
  }

  /** What is registered, sorted. */
  public List<Endpoint> registered() {
    return publisher.registered();
  }

  /** The endpoints that wait for their instance to become healthy: from each to the reason. */
  public Map<Endpoint, String> waiting() {
    Map<Endpoint, String> waiting = new LinkedHashMap<>();
    for (Registration registration : view().registrations()) {
      if (!isHealthy(registration)) {
        waiting.put(
            registration.endpoint(),
            registration.open()
                ? registration.probe().map(prober::lastFailure).orElse("")
                : "the image's HEALTHCHECK has not passed");
      }
    }
    return waiting;
  }

  /** When each instance of the view came how far. */
  public Map<Endpoint, InstanceTimes> times() {
    return progress.instances();
  }

  /** What is left out of the view, and why. */
  public List<Problem> problems() {
    return view().problems();
  }

  /** Why the engine does not answer; empty while it does. */
  public Optional<String> engineAway() {
    return watch.away();
  }

  /** Whether the store did not answer to something yet, which it is told again until it does. */
  public boolean storeAway() {
    return publisher.storeAway();
  }

  /** How often what happened, by name; numbers that only grow. */
  public Map<String, Long> counters() {
    return watch.counters().values();
  }

  private void seen(Collection<ContainerFacts> containers) {
    HostView next = views.of(containers);
    boolean changed;
    synchronized (this) {
      changed = !next.equals(view);
      view = next;
    }
    if (changed || !synced.isDone()) {
      progress.view(next);
      tell(next);
      prober.watch(probes(next));
      publish();
    }
    synced.complete(null);
  }

  private void tell(HostView next) {
    try {
      onView.accept(next);
    } catch (RuntimeException e) {
      // Its failure is not the engine's: the endpoints are registered all the same.
      LOG.error("the view could not be taken over", e);
    }
  }

  private static Set<ProbeSpec> probes(HostView view) {
    return view.registrations().stream()
        .flatMap(registration -> registration.probe().stream())
        .collect(Collectors.toSet());
  }

  // Synchronized, so that of two threads the later one's answer is the one that stays.
  private synchronized void publish() {
    publisher.want(
        view.registrations().stream()
            .filter(this::isHealthy)
            .map(Registration::endpoint)
            .filter(endpoint -> !departs(endpoint))
            .toList());
  }

  private boolean departs(Endpoint endpoint) {
    return !departing.isEmpty()
        && InstanceId.ofServiceId(endpoint.id()).filter(departing::contains).isPresent();
  }

  private boolean isHealthy(Registration registration) {
    return registration.open() && registration.probe().map(prober::passes).orElse(true);
  }

  /** Stops to look and ends all threads, but takes nothing back. May be repeated. */
  public void leave() {
    // First, so that nothing is taken back while the rest ends.
    publisher.leave();
    stopToLook();
    synced.cancel(false);
  }

  /**
   * Stops to look, takes back what is registered, and ends all threads. May be repeated, and after
   * {@link #leave} does nothing.
   */
  @Override
  public void close() {
    stopToLook();
    publisher.close();
    synced.cancel(false);
  }

  private void stopToLook() {
    watch.stop();
    try {
      thread.join(options.stopTimeout().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    prober.close();
    timer.close();
  }
}

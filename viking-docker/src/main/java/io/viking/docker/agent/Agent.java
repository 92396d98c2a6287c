package io.viking.docker.agent;

import io.viking.docker.ambassador.AbandonedTables;
import io.viking.docker.ambassador.Ambassador;
import io.viking.docker.engine.BridgeGateways;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.registrar.HostView;
import io.viking.docker.registrar.HostViews;
import io.viking.docker.registrar.IpLiteral;
import io.viking.docker.registrar.Registrar;
import io.viking.docker.registrar.RegistrarOptions;
import io.viking.docker.registrar.ViewSettings;
import io.viking.ports.ClusterStore;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostReport;
import io.viking.ports.StoreUnavailableException;
import io.viking.ports.Subscription;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one host: registers the endpoints of its containers, and lets them reach their links
 * through the host's bridge. Keeps trying while the engine or the store is away.
 *
 * <p>A process may have several, for engines whose bridges it can listen on; it must be in the
 * engine's network namespace for that. Safe for use by several threads; whoever starts an agent
 * closes it, and after it the store.
 *
 * <pre>{@code
 * try (Agent agent = Agent.start(AgentOptions.builder().host(host).store(store).build())) {
 *   agent.ready().toCompletableFuture().get();
 *   ...
 * }
 * }</pre>
 */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);

  /** Less than a source is held, so that one of the links known last is still let in. */
  private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(2);

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);
  private static final Duration REPORT_CHECK = Duration.ofSeconds(1);

  private final AgentOptions options;
  private final EngineClient engine;
  private final Entrance entrance;
  private final Ambassadors ambassadors;
  private final ScheduledThreadPoolExecutor thread;
  private final Reporter reporter;
  private final DrainWatch drains;
  private final TableSweep sweep = new TableSweep(System::nanoTime);
  private final AgentMetrics metrics;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> replaced = new CompletableFuture<>();
  private volatile Optional<StatusServer> statusServer = Optional.empty();
  private Optional<Subscription> endpoints = Optional.empty();
  private volatile Optional<String> problem = Optional.of("the engine was not asked yet");
  private String publishAddress = "";
  private volatile @Nullable Registrar registrar;

  /** Whether another agent still works here, which this one is to replace. */
  private boolean onlyLooking;

  private boolean closed;
  private boolean left;

  private Agent(AgentOptions options, Entrance entrance) {
    this.options = options;
    this.entrance = entrance;
    this.ambassadors = entrance.ambassadors();
    this.metrics = entrance.metrics();
    this.engine = EngineClient.open(options.engine(), options.engineOptions());
    this.thread = daemon("viking-agent-" + options.host().name());
    this.reporter = new Reporter(this::hostReport, options.store().hosts(), System::nanoTime);
    this.drains = new DrainWatch(options.host().name(), ambassadors);
  }

  /**
   * Starts an agent and returns soon; it is of use when it is {@link #ready}. With a {@link
   * AgentOptions#stateFolder} it listens when this returns, by the links known last, unless it is
   * the first one there. One that is to {@link AgentOptions#replace} another lists the engine's
   * containers first, for at most 10 s, in which that one goes on.
   *
   * @throws io.viking.docker.engine.EngineException if the engine's address or certificates cannot
   *     be used
   * @throws IllegalArgumentException if the host's address is none that other hosts can use
   * @throws IllegalStateException if an agent that is to be replaced does not let go
   */
  public static Agent start(AgentOptions options) {
    return start(options, new CompletableFuture<>());
  }

  /**
   * The same; its start can be given up.
   *
   * @param stop its completion, in whatever way, while the agent that is to be replaced still
   *     works: that one goes on
   * @throws NotTakenOverException if the start was given up so
   */
  static Agent start(AgentOptions options, CompletionStage<?> stop) {
    // First of all: connections come in while the rest is loaded.
    Entrance entrance = Entrance.open(options);
    try {
      options.host().address().ifPresent(address -> settings(options, address));
      Agent agent = new Agent(options, entrance);
      agent.begin(stop.toCompletableFuture());
      return agent;
    } catch (RuntimeException e) {
      entrance.close();
      throw e;
    }
  }

  private void begin(CompletableFuture<?> stop) {
    boolean replacing = entrance.isToTakeOver();
    synchronized (this) {
      onlyLooking = replacing;
    }
    later(Duration.ZERO);
    if (replacing) {
      try {
        takeOver(stop);
      } catch (RuntimeException e) {
        abandon();
        throw e;
      }
    }
    // Only now: the status address may have been that other agent's.
    statusServer = options.status().flatMap(address -> StatusServer.start(address, this));
    reporter.start(REPORT_CHECK);
    entrance.letReplace(this::leave);
  }

  /** First looks at the host: whoever has a right there is let in at once, and nobody else. */
  private void takeOver(CompletableFuture<?> stop) {
    awaitLook(CompletableFuture.anyOf(entrance.looked(), stop.handle((any, failure) -> null)));
    if (stop.isDone()) {
      throw new NotTakenOverException(
          "told to stop before it had taken over; the agent that runs here goes on");
    }
    if (entrance.takeOver()) {
      takeOver(options.store());
    }
    synchronized (this) {
      onlyLooking = false;
      drains.follow(options.store().departures());
      drains.letRegister();
    }
  }

  private static void awaitLook(CompletableFuture<?> lookedOrStopped) {
    try {
      lookedOrStopped.get(LONGEST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("the engine takes long to list its containers; connections wait for it");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before another agent was replaced", e);
    }
  }

  /** Leaves all to the agent that was not replaced. */
  private void abandon() {
    thread.shutdownNow();
    Registrar current = registrar;
    if (current != null) {
      current.leave();
    }
    drains.close();
    metrics.close();
    engine.close();
  }

  private static void takeOver(ClusterStore store) {
    try {
      store.takeOver();
    } catch (StoreUnavailableException e) {
      // It is waited for, as always; what the other one has registered ends meanwhile.
      LOG.warn("the endpoints of the agent that was replaced are not kept: {}", e.getMessage());
    }
  }

  private static ScheduledThreadPoolExecutor daemon(String name) {
    ScheduledThreadPoolExecutor made =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread one = new Thread(task, name);
              one.setDaemon(true);
              return one;
            });
    made.setRejectedExecutionHandler((task, executor) -> LOG.debug("the agent is closed"));
    made.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return made;
  }

  /**
   * Completes when the agent listens, has seen all containers and has announced its host. From then
   * on the host can be deployed to.
   */
  public CompletionStage<Void> ready() {
    return ready.copy();
  }

  /**
   * Completes when another agent has taken over, see {@link AgentOptions#replace}. This one then
   * accepts nothing any more and has left the store; {@link #close} lets its connections end. Never
   * fails.
   */
  public CompletionStage<Void> replaced() {
    return replaced.copy();
  }

  /** What the agent does now. */
  public AgentStatus status() {
    return AgentStatus.of(
        options.host(),
        ready.isDone(),
        problem,
        Optional.ofNullable(registrar),
        ambassadors,
        drains.told());
  }

  /** What the agent does and has done, as Prometheus reads it. */
  String metrics() {
    Stream<Sample> agent = Samples.of(status());
    Stream<Sample> own =
        Stream.of(
            Sample.gauge(
                "viking.connections.limit",
                "The most connections at once",
                options.limits().total()),
            Sample.counter(
                "viking.access.log.dropped",
                "Lines of the access log that were dropped",
                options.accessLog().map(AccessLog::dropped).orElse(0L)));
    return metrics.scrape(Stream.concat(agent, own), ambassadors.traffic());
  }

  private void later(Duration delay) {
    ScheduledFuture<?> unused = thread.schedule(this::look, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look() {
    Duration next = ready.isDone() ? options.bridgeCheck() : FIRST_RETRY;
    CompletableFuture<BridgeGateways> answer = new CompletableFuture<>();
    var unused =
        answer
            .orTimeout(ENGINE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .handle(this::engineAnswered);
    try {
      // Outside the lock: an engine that hangs must hold up neither close nor status.
      BridgeGateways gateways = engine.bridgeGateways();
      answer.complete(gateways);
      entrance.engineAnswers();
      ambassadors.connecting(engine.connectingNetworks());
      follow(gateways);
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
      report(String.valueOf(e.getMessage()));
      LOG.debug("the agent could not look at the engine's bridge", e);
    }
    Map<InetAddress, Ambassador> living = ambassadors.byAddress();
    sweep.look(
        living.keySet(), () -> AbandonedTables.sweep(options.host().name(), living.values()));
    later(next);
  }

  private @Nullable Void engineAnswered(
      @Nullable BridgeGateways gateways, @Nullable Throwable failure) {
    if (failure != null) {
      entrance.engineAway();
    }
    return null;
  }

  /** Listens where the bridge is now, and begins or goes on from there. */
  private synchronized void follow(BridgeGateways gateways) {
    if (closed || left) {
      return;
    }
    Set<InetAddress> addresses = listenAddresses(gateways);
    Optional<String> publish = options.host().address().or(gateways::preferred);
    if (addresses.isEmpty() || publish.isEmpty()) {
      report(
          "engine "
              + options.engine()
              + " has no default bridge to listen on.\n"
              + "  Fix: start the engine without '--bridge=none', or set the addresses to listen"
              + " on with VIKING_LISTEN.");
      return;
    }
    for (InetAddress address : addresses) {
      LocalAddress.require(address);
    }
    if (!onlyLooking) {
      ambassadors.bind(addresses);
      watchEndpoints();
      drains.follow(options.store().departures());
      drains.letRegister();
    }
    if (!publish.get().equals(publishAddress)) {
      publishFrom(publish.get());
    }
    problem = Optional.empty();
    if (!onlyLooking) {
      announceOnce();
    }
  }

  private Set<InetAddress> listenAddresses(BridgeGateways gateways) {
    return options.listenAddresses().isEmpty()
        ? Stream.of(gateways.ipv4(), gateways.ipv6())
            .flatMap(Optional::stream)
            .flatMap(text -> IpLiteral.parse(text).stream())
            .collect(Collectors.toSet())
        : Set.copyOf(options.listenAddresses());
  }

  private void watchEndpoints() {
    if (endpoints.isEmpty()) {
      endpoints = Optional.of(options.store().endpoints().watch(this::told));
    }
  }

  private void told(EndpointSnapshot snapshot) {
    Instant told = Instant.now();
    metrics.applied(Duration.between(told, ambassadors.endpoints(snapshot, told)));
  }

  private void publishFrom(String address) {
    Registrar before = registrar;
    if (before != null) {
      before.close();
    }
    publishAddress = address;
    Registrar started =
        Registrar.watch(
            options.host().name(),
            engine,
            options.store().endpoints(),
            new HostViews(settings(options, address)),
            RegistrarOptions.builder().from(options.registrar()).times(metrics).build(),
            this::seen);
    registrar = started;
    drains.tell(started);
    entrance.lookup(this::lookAgain);
  }

  private CompletionStage<Void> lookAgain() {
    Registrar current = registrar;
    return current == null
        ? CompletableFuture.failedFuture(new IllegalStateException("the agent has no registrar"))
        : current.refresh();
  }

  private static ViewSettings settings(AgentOptions options, String address) {
    return ViewSettings.builder()
        .hostName(options.host().name())
        .publishAddress(address)
        .networkPath(options.store().network().getPath())
        .definitionHealth(options.definitionHealth())
        .defaultHealth(options.defaultHealth())
        .build();
  }

  private void announceOnce() {
    Registrar current = registrar;
    if (ready.isDone() || current == null || !current.synced().toCompletableFuture().isDone()) {
      return;
    }
    try {
      options.store().hosts().announce(options.host());
    } catch (StoreUnavailableException e) {
      LOG.warn("the store is away; the host is announced once it is back. {}", e.getMessage());
    }
    LOG.info("the agent of host {} is ready", options.host().name());
    ready.complete(null);
  }

  /** Nothing until the containers were listed: what the store has of this host is truer then. */
  private Optional<HostReport> hostReport() {
    Registrar current = registrar;
    return current == null || !current.synced().toCompletableFuture().isDone()
        ? Optional.empty()
        : Optional.of(
            HostReport.of(
                options.host().name(),
                current.view().listeners().keySet(),
                Clashes.of(ambassadors.status())));
  }

  private void report(String what) {
    if (!problem.equals(Optional.of(what))) {
      LOG.warn("{}", what);
    }
    problem = Optional.of(what);
  }

  private void seen(HostView view) {
    entrance.seen(view);
  }

  /** Another agent listens in place of this one: ends all but the connections. */
  private void leave() {
    LOG.info("another agent has taken over; this one lets its connections end");
    Registrar current;
    synchronized (this) {
      left = true;
      current = registrar;
    }
    thread.shutdownNow();
    reporter.close();
    drains.close();
    options.store().leave();
    if (current != null) {
      current.leave();
    }
    statusServer.ifPresent(StatusServer::close);
    // On another thread: whoever waits for it may close this agent, and with it the caller's.
    replaced.completeAsync(() -> null);
  }

  /**
   * Stops in order: takes back the endpoints, stops to listen, lets open connections end, and frees
   * everything. The host stays announced until the store is closed. May be repeated.
   */
  @Override
  public void close() {
    Registrar current;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      current = registrar;
    }
    entrance.endReplacing();
    thread.shutdownNow();
    // What it knows now, before it takes anything back: the next agent begins with that.
    entrance.keep();
    // Before the registrar and the listeners: what they do while they end is no news of the host.
    reporter.close();
    if (current != null) {
      current.close();
    }
    ambassadors.drainAndClose(options.drainTime());
    endpoints.ifPresent(Subscription::close);
    // After the connections, for whoever waits for the last of them.
    drains.close();
    statusServer.ifPresent(StatusServer::close);
    metrics.close();
    engine.close();
    ready.cancel(false);
  }
}

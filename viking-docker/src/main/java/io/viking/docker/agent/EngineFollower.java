package io.viking.docker.agent;

import io.viking.docker.ambassador.AbandonedTables;
import io.viking.docker.ambassador.Ambassador;
import io.viking.docker.engine.BridgeGateways;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.registrar.IpLiteral;
import io.viking.docker.registrar.Registrar;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.StoreUnavailableException;
import io.viking.ports.Subscription;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a host's engine on a thread of its own: listens where its bridge is, registers its
 * containers from the address that the host has, and announces the host once it has seen them.
 * Tries on while the engine is away. Safe for use by several threads.
 */
final class EngineFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineFollower.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);

  /** Less than a source is held, so that one of the links known last is still let in. */
  private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(2);

  private final AgentOptions options;
  private final Entrance entrance;
  private final Ambassadors ambassadors;
  private final AgentMetrics metrics;
  private final DrainWatch drains;
  private final EngineClient engine;
  private final HostRegistrar registrar;
  private final ScheduledThreadPoolExecutor thread;
  private final TableSweep sweep = new TableSweep(System::nanoTime);
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private Optional<Subscription> endpoints = Optional.empty();
  private volatile Optional<String> problem = Optional.of("the engine was not asked yet");

  /** Whether another agent still works here, which this one is to replace. */
  private boolean onlyLooking;

  private boolean stopped;

  /**
   * @throws io.viking.docker.engine.EngineException if the engine's address or certificates cannot
   *     be used
   */
  EngineFollower(AgentOptions options, Entrance entrance, DrainWatch drains) {
    this.options = options;
    this.entrance = entrance;
    this.ambassadors = entrance.ambassadors();
    this.metrics = entrance.metrics();
    this.drains = drains;
    this.engine = EngineClient.open(options.engine(), options.engineOptions());
    this.registrar = new HostRegistrar(options, engine, entrance, drains);
    this.thread = daemon("viking-agent-" + options.host().name());
  }

  /**
   * Begins.
   *
   * @param onlyLooking whether to look at the containers and do nothing yet
   */
  void start(boolean onlyLooking) {
    synchronized (this) {
      this.onlyLooking = onlyLooking;
    }
    later(Duration.ZERO);
  }

  /** Does what follows from the containers, and not only looks at them. */
  synchronized void act() {
    onlyLooking = false;
    drains.follow(options.store().departures());
    drains.letRegister();
  }

  /** Completes when it listens, has seen all containers and has announced the host. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** What keeps it from its work; empty if nothing does. */
  Optional<String> problem() {
    return problem;
  }

  /** Who follows the containers. */
  HostRegistrar registrar() {
    return registrar;
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
    if (stopped) {
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
    registrar.publishFrom(publish.get());
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

  private void announceOnce() {
    if (ready.isDone() || !registrar.hasSeenAll()) {
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

  private void report(String what) {
    if (!problem.equals(Optional.of(what))) {
      LOG.warn("{}", what);
    }
    problem = Optional.of(what);
  }

  /**
   * Looks no more.
   *
   * @return who follows the containers still
   */
  Optional<Registrar> stop() {
    synchronized (this) {
      stopped = true;
    }
    thread.shutdownNow();
    return registrar.current();
  }

  /** Stops, and frees everything but the registrar. */
  @Override
  public void close() {
    stop();
    synchronized (this) {
      endpoints.ifPresent(Subscription::close);
    }
    engine.close();
  }
}

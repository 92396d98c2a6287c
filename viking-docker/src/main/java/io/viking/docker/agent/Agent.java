package io.viking.docker.agent;

import io.viking.docker.registrar.Registrar;
import io.viking.ports.ClusterStore;
import io.viking.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
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
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);
  private static final Duration REPORT_CHECK = Duration.ofSeconds(1);

  private final AgentOptions options;
  private final Entrance entrance;
  private final Ambassadors ambassadors;
  private final DrainWatch drains;
  private final EngineFollower follower;
  private final Reporter reporter;
  private final AgentMetrics metrics;
  private final Optional<FirewallKeeper> firewall;
  private final CompletableFuture<Void> replaced = new CompletableFuture<>();
  private volatile Optional<StatusServer> statusServer = Optional.empty();
  private boolean closed;

  private Agent(AgentOptions options, Entrance entrance, Optional<FirewallKeeper> firewall) {
    this.options = options;
    this.firewall = firewall;
    this.entrance = entrance;
    this.ambassadors = entrance.ambassadors();
    this.metrics = entrance.metrics();
    this.drains = new DrainWatch(options.host().name(), ambassadors, entrance::predecessor);
    this.follower = new EngineFollower(options, entrance, drains);
    this.reporter =
        new Reporter(follower.registrar()::report, options.store().hosts(), System::nanoTime);
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
   * @throws io.viking.docker.firewall.FirewallException if a firewall is asked for, and there is no
   *     program for it
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
      options.host().address().ifPresent(address -> HostRegistrar.settings(options, address));
      Agent agent =
          new Agent(options, entrance, options.vpc().map(vpc -> FirewallKeeper.of(options, vpc)));
      agent.begin(stop.toCompletableFuture());
      return agent;
    } catch (RuntimeException e) {
      entrance.close();
      throw e;
    }
  }

  private void begin(CompletableFuture<?> stop) {
    boolean replacing = entrance.isToTakeOver();
    follower.start(replacing);
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
    firewall.ifPresent(FirewallKeeper::start);
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
    follower.act();
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
    follower.stop().ifPresent(Registrar::leave);
    drains.close();
    metrics.close();
    follower.close();
    firewall.ifPresent(FirewallKeeper::close);
  }

  private static void takeOver(ClusterStore store) {
    try {
      store.takeOver();
    } catch (StoreUnavailableException e) {
      // It is waited for, as always; what the other one has registered ends meanwhile.
      LOG.warn("the endpoints of the agent that was replaced are not kept: {}", e.getMessage());
    }
  }

  /**
   * Completes when the agent listens, has seen all containers and has announced its host. From then
   * on the host can be deployed to.
   */
  public CompletionStage<Void> ready() {
    return follower.ready().copy();
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
        follower.ready().isDone(),
        Stream.of(follower.problem(), firewall.flatMap(FirewallKeeper::problem))
            .flatMap(Optional::stream)
            .toList(),
        follower.registrar().current(),
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

  /** Another agent listens in place of this one: ends all but the connections. */
  private void leave() {
    LOG.info("another agent has taken over; this one lets its connections end");
    Optional<Registrar> registrar = follower.stop();
    reporter.close();
    firewall.ifPresent(FirewallKeeper::close);
    drains.close();
    options.store().leave();
    registrar.ifPresent(Registrar::leave);
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
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    Optional<Registrar> registrar = follower.stop();
    entrance.endReplacing();
    // What it knows now, before it takes anything back: the next agent begins with that.
    entrance.keep();
    // Before the registrar and the listeners: what they do while they end is no news of the host.
    reporter.close();
    firewall.ifPresent(FirewallKeeper::close);
    registrar.ifPresent(Registrar::close);
    ambassadors.drainAndClose(options.drainTime());
    follower.close();
    // After the connections, for whoever waits for the last of them.
    drains.close();
    entrance.endTelling();
    statusServer.ifPresent(StatusServer::close);
    metrics.close();
    follower.ready().cancel(false);
  }
}

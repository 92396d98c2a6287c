package io.viking.docker.ambassador;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.viking.ports.EndpointSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy of one host: whoever connects to an allocated port reaches a live endpoint of the
 * service behind it, wherever that runs.
 *
 * <p>It is told what to do and looks nothing up by itself: the listeners, the endpoints and the
 * permissions are each given as a whole, as often as they change. What it was told last holds until
 * it is told something else, so that it goes on when the store is away. Changes concern new
 * connections; those that are open live on.
 *
 * <p>Safe for use by several threads; {@link #listeners}, {@link #drain} and {@link #close} wait
 * for sockets to open or close, the others for nothing. To be closed by whoever started it.
 *
 * <pre>{@code
 * try (Ambassador ambassador = Ambassador.start(AmbassadorOptions.of(gateway))) {
 *   ambassador.permissions(Map.of(containerAddress, Set.of(1432)));
 *   ambassador.endpoints(directory.snapshot());
 *   ambassador.listeners(Map.of(PortKey.tcp(1432), "shared_mongo_27017"));
 *   ...
 * }
 * }</pre>
 */
public final class Ambassador implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ambassador.class);
  private static final Duration DRAIN_POLL = Duration.ofMillis(20);

  private final AmbassadorOptions options;
  private final ScheduledExecutorService control;
  private final Core core;
  private final DataPath path;
  private final Listeners listeners;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private boolean draining;
  private boolean closed;

  private Ambassador(AmbassadorOptions options, PassedSockets passed) {
    this.options = options;
    this.control =
        new ScheduledThreadPoolExecutor(
            2, new DefaultThreadFactory("viking-ambassador-control", true));
    this.core = new Core(options, this::later, System::nanoTime);
    this.path = dataPath(core, options, passed);
    this.listeners = new Listeners(path, options);
  }

  /**
   * Starts an ambassador that listens nowhere yet.
   *
   * @throws IllegalStateException if epoll is asked for and this machine has none
   */
  public static Ambassador start(AmbassadorOptions options) {
    return start(options, PassedSockets.none());
  }

  /**
   * The same, but a port that one of these sockets listens on is not opened anew.
   *
   * @throws IllegalStateException if epoll is asked for and this machine has none
   */
  public static Ambassador start(AmbassadorOptions options, PassedSockets passed) {
    Ambassador ambassador = new Ambassador(options, passed);
    ambassador.retryBinds();
    return ambassador;
  }

  private static DataPath dataPath(
      Switchboard switchboard, AmbassadorOptions options, PassedSockets passed) {
    if (options.transport() == Transport.NIO) {
      return new NioDataPath(switchboard, options);
    }
    Optional<Throwable> missing = EpollDataPath.missing();
    if (missing.isEmpty()) {
      return new EpollDataPath(switchboard, options, passed);
    }
    if (options.transport() == Transport.EPOLL) {
      throw new IllegalStateException(
          "this machine has no epoll: "
              + missing.get().getMessage()
              + ". Fix: take the transport AUTO or NIO",
          missing.get());
    }
    LOG.info("relaying with NIO, there is no epoll: {}", missing.get().toString());
    return new NioDataPath(switchboard, options);
  }

  private void later(Duration delay, Runnable task) {
    ScheduledFuture<?> unused = control.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void retryBinds() {
    listeners.retry();
    later(options.bindRetry(), this::retryBinds);
  }

  /**
   * Listens on exactly these ports: opens what is new and closes what is gone before it returns. A
   * port whose name has changed leads new connections to the other service. What cannot be opened
   * is tried again until it is, or is not wanted any more.
   *
   * @param registryNames the registry name of the service behind each port
   * @return why ports are not open, by port, sorted; empty when all are. {@link #status} has it too
   * @throws IllegalStateException if the ambassador is closed
   */
  public synchronized Map<PortKey, String> listeners(Map<PortKey, String> registryNames) {
    if (closed) {
      throw new IllegalStateException("the ambassador is closed");
    }
    if (draining) {
      return Map.of();
    }
    core.routing().services(registryNames);
    listeners.want(registryNames.keySet());
    return listeners.problems();
  }

  /** Tries at once to open what could not be opened; waits for it. */
  public synchronized void retry() {
    if (!closed && !draining) {
      listeners.retry();
    }
  }

  /** Uses each listening socket; none is closed meanwhile. */
  synchronized void passOn(Listeners.Use use) throws IOException {
    if (!closed) {
      listeners.passOn(use);
    }
  }

  /** Replaces what is known of endpoints. Connections to an endpoint that is gone live on. */
  public void endpoints(EndpointSnapshot snapshot) {
    core.routing().endpoints(snapshot);
  }

  /**
   * Replaces who may use what: for each source address the allocated ports. An address that is not
   * a key is unknown and makes the ambassador ask its {@link SourceLookup}; one with an empty set
   * is known, and refused at once.
   */
  public void permissions(Map<InetAddress, Set<Integer>> permitted) {
    core.permissions(permitted);
  }

  /** What it does now, and has done since it was started. */
  public AmbassadorStatus status() {
    AmbassadorStatus.Builder status = core.traffic().report().held(core.held());
    listeners
        .states()
        .forEach(
            (port, problem) ->
                status.addListeners(
                    new ListenerStatus(port, core.routing().service(port).orElse(""), problem)));
    return status.build();
  }

  /**
   * Stops listening before it returns, for good, and lets the open connections come to their end.
   *
   * @return completes when none is left, or the drain time is over; the rest is reset by {@link
   *     #close}
   */
  public synchronized CompletionStage<Void> drain() {
    if (!draining && !closed) {
      draining = true;
      listeners.want(Set.of());
      awaitNone(System.nanoTime() + options.drainTime().toNanos());
    }
    return drained;
  }

  private void awaitNone(long deadline) {
    if (core.traffic().active() == 0 || System.nanoTime() - deadline >= 0) {
      drained.complete(null);
      return;
    }
    try {
      later(DRAIN_POLL, () -> awaitNone(deadline));
    } catch (RejectedExecutionException e) {
      drained.complete(null);
    }
  }

  /**
   * Stops listening, resets every open connection and ends all threads before it returns; call
   * {@link #drain} first to spare them. Repeating it is harmless.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // First whoever might open another listener, then the listeners.
    control.shutdownNow();
    try {
      control.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    path.close();
    drained.complete(null);
  }
}

package io.viking.docker.ambassador;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
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
import java.util.function.Function;
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
  private final KernelChoice kernel;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private boolean draining;
  private boolean closed;
  private int listening;

  private Ambassador(
      AmbassadorOptions options, Function<Switchboard, DataPath> relay, KernelChoice kernel) {
    this.options = options;
    this.control =
        new ScheduledThreadPoolExecutor(
            2, new DefaultThreadFactory("viking-ambassador-control", true));
    this.core = new Core(options, this::later, System::nanoTime);
    this.path = relay.apply(core);
    this.listeners = new Listeners(path, options);
    this.kernel = kernel;
    core.routing().onFailure(kernel::failed);
  }

  /**
   * Starts an ambassador that listens nowhere yet.
   *
   * @throws IllegalStateException if {@link AmbassadorOptions#dataPath()} is {@link
   *     DataPathMode#KERNEL} and the kernel cannot, or {@link AmbassadorOptions#transport()} is
   *     {@link Transport#EPOLL} and there is none; the message says how to mend it
   */
  public static Ambassador start(AmbassadorOptions options) {
    return start(options, PassedSockets.none());
  }

  /**
   * The same, but a port that one of these sockets listens on is not opened anew.
   *
   * @throws IllegalStateException as {@link #start(AmbassadorOptions)}
   */
  public static Ambassador start(AmbassadorOptions options, PassedSockets passed) {
    Function<Switchboard, DataPath> relay = relay(options, passed);
    Ambassador ambassador = new Ambassador(options, relay, KernelChoice.of(options));
    ambassador.retryBinds();
    return ambassador;
  }

  private static Function<Switchboard, DataPath> relay(
      AmbassadorOptions options, PassedSockets passed) {
    if (options.transport() == Transport.NIO) {
      return switchboard -> new NioDataPath(switchboard, options);
    }
    Optional<Throwable> missing = EpollDataPath.missing();
    if (missing.isEmpty()) {
      return switchboard -> new EpollDataPath(switchboard, options, passed);
    }
    if (options.transport() == Transport.EPOLL) {
      throw new IllegalStateException(
          "this machine has no epoll: "
              + missing.get().getMessage()
              + ". Fix: take the transport AUTO or NIO",
          missing.get());
    }
    LOG.info("relaying with NIO, there is no epoll: {}", missing.get().toString());
    return switchboard -> new NioDataPath(switchboard, options);
  }

  /** The address listened on. */
  InetAddress address() {
    return options.bindAddress();
  }

  /** Whether the kernel takes connections, or will again. */
  boolean hasKernelPath() {
    return kernel.path().isPresent();
  }

  /** Whether a new connection may go to that endpoint. */
  boolean leadsTo(Endpoint endpoint) {
    return relaysTo(endpoint) || kernel.path().filter(path -> path.leadsTo(endpoint)).isPresent();
  }

  /** Whether the relay may take a new connection to that endpoint. */
  boolean relaysTo(Endpoint endpoint) {
    return core.routing().leadsTo(endpoint.service(), endpoint.address());
  }

  /** How many connections the relay has to that endpoint that have to come to their end. */
  int relayed(Endpoint endpoint) {
    return core.routing().lasting(endpoint.service(), endpoint.address(), core.nanos().getAsLong());
  }

  /** How the kernel's connections to that endpoint are told from others; empty if it has none. */
  Set<KernelFlow> kernelFlows(Endpoint endpoint) {
    return kernel.path().map(path -> path.flows(endpoint)).orElse(Set.of());
  }

  private void later(Duration delay, Runnable task) {
    ScheduledFuture<?> unused = control.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void retryBinds() {
    listeners.retry();
    options.limits().look();
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
    core.services(registryNames);
    kernel.path().ifPresent(path -> path.services(registryNames));
    listen(registryNames.keySet());
    return listeners.problems();
  }

  private void listen(Set<PortKey> ports) {
    listeners.want(ports);
    // One of each event loop's; where a transport needs fewer, more is kept back than has to be.
    int needed = ports.size() * options.eventLoops();
    options.limits().listening(needed - listening);
    if (listening == 0) {
      options.limits().look();
    }
    listening = needed;
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
    core.endpoints(snapshot);
    kernel.path().ifPresent(path -> path.endpoints(snapshot));
  }

  /**
   * Replaces who may use what: for each source address the allocated ports. An address that is not
   * a key is unknown and makes the ambassador ask its {@link SourceLookup}; one with an empty set
   * is known, and refused at once.
   */
  public void permissions(Map<InetAddress, Set<Integer>> permitted) {
    core.permissions(permitted);
    kernel.path().ifPresent(path -> path.permissions(permitted));
  }

  /**
   * Replaces what is known of this host's containers. To be told before the permissions of a
   * container that is new; without it the kernel leaves all connections to containers of this host
   * to the relay.
   */
  public void topology(Topology topology) {
    kernel.path().ifPresent(path -> path.topology(topology));
  }

  /**
   * What went to each service, sorted by name. A service is left out, and its counters begin anew,
   * once no port leads to it and its last connection has ended.
   */
  public List<ServiceTraffic> traffic() {
    return core.services();
  }

  /** What it does now, and has done since it was started. */
  public AmbassadorStatus status() {
    AmbassadorStatus.Builder status =
        core.traffic().report().held(core.held()).dataPath(kernel.status());
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
      kernel.path().ifPresent(KernelPath::drain);
      listen(Set.of());
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
    kernel.path().ifPresent(KernelPath::close);
    path.close();
    options.limits().listening(-listening);
    drained.complete(null);
  }
}

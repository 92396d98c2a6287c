package io.viking.docker.ambassador;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the kernel take the connections that are certainly right, and follows what its ambassador is
 * told. Its own thread does the work, so no method but {@link #services} and the two that end it
 * waits. Thread-safe.
 */
final class KernelPath implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KernelPath.class);
  private static final Duration CHECK = Duration.ofSeconds(5);
  private static final Duration SETTLED = Duration.ofMillis(300);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final InetAddress gateway;
  private final Clock clock;
  private final KernelSync sync;
  private final KernelProbes probes;
  private final ScheduledThreadPoolExecutor thread;
  private final KernelPace pace = new KernelPace(System::nanoTime);
  private final AtomicBoolean due = new AtomicBoolean();
  private KernelPlan plan;
  private KernelTable candidates;
  private long settles;
  private volatile boolean draining;

  /** What new connections may go to: an address is gone once a table without it is in place. */
  private volatile Set<InetSocketAddress> leading = Set.of();

  private volatile boolean applying;
  private volatile Optional<Failure> failure = Optional.empty();

  private record Failure(String problem, Instant since) {}

  private KernelPath(AmbassadorOptions options, Nft nft, String owner, Clock clock)
      throws IOException {
    this.gateway = options.bindAddress();
    this.clock = clock;
    this.plan = KernelPlan.builder().gateway(gateway).hostAddresses(HostAddresses.known()).build();
    this.candidates = KernelTable.empty(gateway);
    this.sync = new KernelSync(nft, gateway, owner);
    this.thread =
        new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("viking-kernel-table", true));
    this.probes =
        KernelProbes.start(
            "viking-kernel-probes",
            new KernelProbeTimes(
                options.probePeriod(), options.probeTimeout(), options.probeFailures()),
            this::changed);
  }

  /** Starts; takes over what a predecessor has left. */
  static KernelPath start(AmbassadorOptions options, Nft nft, String owner, Clock clock)
      throws IOException {
    KernelPath started = new KernelPath(options, nft, owner, clock);
    started.changed();
    ScheduledFuture<?> unused =
        started.thread.scheduleWithFixedDelay(
            () -> started.safely(started::check),
            CHECK.toNanos(),
            CHECK.toNanos(),
            TimeUnit.NANOSECONDS);
    return started;
  }

  /**
   * Takes over the service of each port. Where one has lost its service the kernel does not lead to
   * it any more when this returns, unless that takes longer than some seconds.
   */
  void services(Map<PortKey, String> services) {
    boolean fewer = !services.entrySet().containsAll(plan().services().entrySet());
    change(next -> next.services(services));
    if (fewer) {
      await(thread.submit(this::apply));
    }
  }

  void endpoints(EndpointSnapshot endpoints) {
    change(next -> next.endpoints(endpoints));
  }

  void permissions(Map<InetAddress, Set<Integer>> permitted) {
    change(next -> next.permitted(permitted));
  }

  void topology(Topology topology) {
    change(next -> next.topology(topology));
  }

  /** The relay could not reach that endpoint. */
  void failed(InetSocketAddress address) {
    plan().topology().published().getOrDefault(address, Set.of(address)).forEach(probes::suspect);
  }

  /** Whether a new connection to that endpoint may be taken; what goes by UDP never is. */
  boolean leadsTo(Endpoint endpoint) {
    KernelPlan now = plan();
    if (now.isUdp(endpoint.service())) {
      return false;
    }
    Set<InetSocketAddress> forms = now.forms(endpoint.address());
    // First whether a table is being made, which may follow from an older plan.
    return applying || leading.stream().anyMatch(forms::contains);
  }

  /** How connections that were taken to that endpoint are told from others. */
  Set<KernelFlow> flows(Endpoint endpoint) {
    return plan().flows(endpoint);
  }

  private static Set<InetSocketAddress> union(
      Set<InetSocketAddress> one, Set<InetSocketAddress> other) {
    Set<InetSocketAddress> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  private synchronized KernelPlan plan() {
    return plan;
  }

  private void change(Consumer<KernelPlan.Builder> change) {
    synchronized (this) {
      KernelPlan.Builder next = plan.change();
      change.accept(next);
      plan = next.build();
    }
    changed();
  }

  /** Sees to it that the table is brought up to date once what is under way is done. */
  private void changed() {
    if (due.compareAndSet(false, true)) {
      later(pace.rest(), this::apply);
    }
  }

  private void later(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> unused =
          thread.schedule(() -> safely(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the kernel path is closed", e);
    }
  }

  /** What nobody foresaw must not end the following of what comes after it. */
  private void safely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("the kernel's table for {} may be out of date", text(), e);
    }
  }

  private void apply() {
    due.set(false);
    if (draining) {
      return;
    }
    long begin = System.nanoTime();
    applying = true;
    try {
      KernelTable all = plan().table();
      candidates(all);
      probes.watch(all.targets());
      bring(all.only(probes::accepts));
    } finally {
      applying = false;
    }
    pace.worked(System.nanoTime() - begin);
    long number = ++settles;
    later(SETTLED, () -> settled(number));
  }

  private void bring(KernelTable table) {
    try {
      // One that cannot be brought may leave the one before it in place.
      leading = union(leading, table.targets());
      sync.bring(table);
      leading = table.targets();
      failure.ifPresent(past -> LOG.info("the kernel path is in use again on {}", text()));
      failure = Optional.empty();
    } catch (IOException e) {
      String problem =
          "the relay passes all connections on "
              + text()
              + ", since the kernel's table cannot be changed: "
              + e.getMessage()
              + ".\n  Fix: see 'nft list ruleset'; it is tried again every second.";
      if (failure.isEmpty()) {
        LOG.warn("{}", problem);
      }
      failure =
          Optional.of(new Failure(problem, failure.map(Failure::since).orElseGet(clock::instant)));
      later(RETRY, this::changed);
    }
  }

  private void settled(long number) {
    if (number == settles) {
      look();
    }
  }

  private void check() {
    change(next -> next.hostAddresses(HostAddresses.known()));
    look();
  }

  private void look() {
    if (!draining && failure.isEmpty() && !sync.look()) {
      changed();
    }
  }

  private synchronized void candidates(KernelTable all) {
    candidates = all;
  }

  private synchronized KernelTable candidates() {
    return candidates;
  }

  private String text() {
    return gateway.getHostAddress();
  }

  DataPathStatus status() {
    Map<String, Long> connections = new TreeMap<>();
    Map<PortKey, String> services = plan().services();
    sync.connections()
        .forEach(
            (port, count) ->
                connections.merge(
                    services.getOrDefault(PortKey.tcp(port), "port " + port), count, Long::sum));
    Optional<Failure> failed = failure;
    boolean inUse = failed.isEmpty() && !draining;
    return DataPathStatus.builder()
        .inUse(inUse ? DataPathMode.KERNEL : DataPathMode.RELAY)
        .problem(failed.map(Failure::problem))
        .since(failed.map(Failure::since))
        .silentEndpoints(
            candidates().targets().stream()
                .filter(target -> !probes.accepts(target))
                .map(target -> target.getAddress().getHostAddress() + ":" + target.getPort())
                .sorted()
                .toList())
        .kernelConnections(connections)
        .build();
  }

  /** Leaves all new connections to the relay before it returns; open ones go on. */
  void drain() {
    draining = true;
    await(thread.submit(sync::drain));
  }

  private void await(Future<?> done) {
    try {
      done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the kernel's table for {} is not up to date", text(), e);
    }
  }

  /** Removes the table and ends all threads before it returns. */
  @Override
  public void close() {
    draining = true;
    probes.close();
    await(thread.submit(sync::remove));
    thread.shutdownNow();
  }
}

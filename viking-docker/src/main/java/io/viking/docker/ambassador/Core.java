package io.viking.docker.ambassador;

import io.viking.model.Protocol;
import io.viking.ports.EndpointSnapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy: routing, balancing, admission and counting, without a socket. Thread-safe. */
final class Core implements Switchboard {
  private static final Logger LOG = LoggerFactory.getLogger(Core.class);
  private static final long PRUNING = Duration.ofSeconds(10).toNanos();

  /** Until it is heard of a trial that has taken all its time. */
  private static final Duration TRIAL = Duration.ofSeconds(1);

  /** To be loaded now: once no descriptor is left, a class that is not in a jar never can be. */
  private static final List<Class<?>> NEEDED =
      List.of(
          ConnectTimes.class,
          ConnectionReport.class,
          ConnectionReport.Builder.class,
          ImmutableConnectionReport.class,
          Ending.class,
          Journal.class,
          Refusal.class,
          Route.class,
          ServiceTally.class,
          Session.class,
          Tally.class,
          Verdict.class);

  private final Routing routing;
  private final Balancer balancer;
  private final WaitingRoom waitingRoom;
  private final Traffic traffic = new Traffic();
  private final Route.RouteTimes times;
  private final AmbassadorOptions options;
  private volatile long pruned;

  Core(AmbassadorOptions options, WaitingRoom.Timer timer, LongSupplier nanos) {
    routing = new Routing(options.links());
    balancer =
        new Balancer(options.balance(), options.random(), TRIAL.plus(options.connectTimeout()));
    waitingRoom = new WaitingRoom(routing, options, timer, nanos);
    times = new Route.RouteTimes(nanos, options.connectTimeout(), options.connectBudget());
    this.options = options;
    LOG.debug("loaded {}", NEEDED);
    this.pruned = nanos.getAsLong();
  }

  Routing routing() {
    return routing;
  }

  /** The clock of all times. */
  LongSupplier nanos() {
    return times.nanos();
  }

  ConnectionLimits limits() {
    return options.limits();
  }

  void services(Map<PortKey, String> byPort) {
    routing.services(byPort);
    pruneAtTimes();
  }

  void endpoints(EndpointSnapshot snapshot) {
    routing.endpoints(snapshot);
    pruneAtTimes();
  }

  /** What went to each service; those that are gone are left out, and forgotten. */
  List<ServiceTraffic> services() {
    traffic.tallies().prune(routing);
    return traffic.tallies().report();
  }

  /** Not with each of a thousand changes a second; but also where nobody reads the counters. */
  private void pruneAtTimes() {
    long now = nanos().getAsLong();
    if (now - pruned > PRUNING) {
      pruned = now;
      traffic.tallies().prune(routing);
    }
  }

  int held() {
    return waitingRoom.size();
  }

  void permissions(Map<InetAddress, Set<Integer>> permitted) {
    routing.permissions(permitted);
    waitingRoom.permissionsChanged();
  }

  @Override
  public Session open(InetSocketAddress source, PortKey port) {
    return new Session(this, source, port);
  }

  @Override
  public void localFailure() {
    traffic.localFailure();
  }

  /** Whether that source may use that port, as far as it is known now. */
  Verdict verdict(InetAddress source, PortKey port) {
    return routing.verdict(source, port);
  }

  /** Decides about an unknown source after another look. */
  CompletionStage<Verdict> hold(InetAddress source, PortKey port) {
    return waitingRoom.hold(source, port);
  }

  /** The search for an endpoint of the service behind that port; empty where it has none. */
  Optional<Route> route(PortKey port) {
    return routing
        .service(port)
        .map(service -> new Route(service, routing, balancer, traffic, times));
  }

  /** An endpoint of that service has accepted. */
  void connected(PortKey port, String service, Duration took) {
    if (port.protocol() == Protocol.TCP && options.connectTimes().isPresent()) {
      tell(() -> options.connectTimes().get().connected(service, took));
    }
  }

  /** A session has ended, in a way that is only looked at if somebody wants to know. */
  void ended(Supplier<ConnectionReport> how) {
    if (options.reports().isPresent()) {
      tell(() -> options.reports().get().accept(how.get()));
    }
  }

  /** A fault of the listener's must not become one of the connection. */
  private static void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException e) {
      LOG.error("whoever is told of connections has failed", e);
    }
  }

  /** The counters. */
  Traffic traffic() {
    return traffic;
  }
}

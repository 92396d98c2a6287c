package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** The policy: routing, balancing, admission and counting, without a socket. Thread-safe. */
final class Core implements Switchboard {
  private final Routing routing;
  private final Balancer balancer;
  private final WaitingRoom waitingRoom;
  private final Traffic traffic = new Traffic();
  private final Route.RouteTimes times;

  Core(AmbassadorOptions options, WaitingRoom.Timer timer, LongSupplier nanos) {
    routing = new Routing(options.links());
    balancer = new Balancer(options.balance(), options.random());
    waitingRoom = new WaitingRoom(routing, options, timer, nanos);
    times = new Route.RouteTimes(nanos, options.connectTimeout(), options.connectBudget());
  }

  Routing routing() {
    return routing;
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

  /** The counters. */
  Traffic traffic() {
    return traffic;
  }
}

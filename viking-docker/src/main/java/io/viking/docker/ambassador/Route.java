package io.viking.docker.ambassador;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** The search of one connection for an endpoint that accepts it. Used by one thread at a time. */
final class Route {
  private final String service;
  private final Routing routing;
  private final Balancer balancer;
  private final Traffic traffic;
  private final RouteTimes times;
  private final long deadline;
  private final Set<Backend> tried = new HashSet<>();

  Route(String service, Routing routing, Balancer balancer, Traffic traffic, RouteTimes times) {
    this.service = service;
    this.routing = routing;
    this.balancer = balancer;
    this.traffic = traffic;
    this.times = times;
    this.deadline = times.nanos().getAsLong() + times.budget().toNanos();
  }

  /**
   * The clock and the limits of a search.
   *
   * @param nanos a clock that never goes back
   * @param attempt the most time for one endpoint
   * @param budget the most time for all
   */
  record RouteTimes(LongSupplier nanos, Duration attempt, Duration budget) {}

  /**
   * The endpoint to try next, counted as one with a connection more until it is released or failed.
   * Empty: each was tried once, or the time is over.
   */
  Optional<Backend> next() {
    long now = times.nanos().getAsLong();
    if (!tried.isEmpty() && deadline - now <= 0) {
      return Optional.empty();
    }
    Optional<Backend> choice =
        balancer.choose(
            service,
            routing.backends(service).stream().filter(any -> !tried.contains(any)).toList(),
            now);
    choice.ifPresent(
        backend -> {
          tried.add(backend);
          backend.take();
        });
    return choice;
  }

  /** How long the endpoint to try may take. */
  Duration patience() {
    Duration left = Duration.ofNanos(deadline - times.nanos().getAsLong());
    Duration least = Duration.ofMillis(1);
    Duration patience = left.compareTo(times.attempt()) < 0 ? left : times.attempt();
    return patience.compareTo(least) < 0 ? least : patience;
  }

  /** The endpoint could not be reached: it is set aside for a while. */
  void failed(Backend backend) {
    backend.failed(times.nanos().getAsLong());
    traffic.failure(service);
    routing.failed(backend);
    backend.release();
  }

  /** Why no endpoint was found. */
  Refusal refusal() {
    return tried.isEmpty() ? Refusal.NO_ENDPOINT : Refusal.UNREACHABLE;
  }

  /** Whether that endpoint is still one of the service. */
  boolean isCurrent(Backend backend) {
    return routing.backends(service).contains(backend);
  }
}

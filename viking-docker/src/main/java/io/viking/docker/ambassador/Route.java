package io.viking.docker.ambassador;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The search of one connection for an endpoint that accepts it. Used by one thread at a time. */
final class Route {
  private final String service;
  private final Routing routing;
  private final Balancer balancer;
  private final Traffic traffic;
  private final RouteTimes times;
  private final long deadline;
  private final List<Backend> tried = new ArrayList<>(1);

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
    while (true) {
      List<Backend> all = routing.backends(service);
      Optional<Backend> choice = balancer.choose(service, untried(all), now);
      if (choice.isEmpty()) {
        return choice;
      }
      Backend chosen = choice.get();
      chosen.take();
      // Whoever has counted the connections to one that is gone must not find one more later.
      if (all == routing.backends(service) || isCurrent(chosen)) {
        tried.add(chosen);
        return choice;
      }
      chosen.release();
    }
  }

  private List<Backend> untried(List<Backend> all) {
    return tried.isEmpty() ? all : all.stream().filter(any -> !tried.contains(any)).toList();
  }

  /** The registry name of the service. */
  String service() {
    return service;
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

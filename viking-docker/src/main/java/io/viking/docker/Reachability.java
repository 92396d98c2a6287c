package io.viking.docker;

import io.viking.docker.launch.InstanceReport;
import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.ServicePort;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Waits until instances can be reached, and notices those that never will be. Safe for use by
 * several threads.
 */
final class Reachability {
  private static final Duration LOOK_AT_ENGINE_EVERY = Duration.ofMillis(500);

  /** A container that keeps dying is given up on after as many restarts. */
  private static final int HOPELESS_RESTARTS = 3;

  private final Launcher launcher;
  private final EndpointDirectory endpoints;
  private final Duration timeout;

  /** How often instances that ran before had been restarted when they were first looked at. */
  private final Map<InstanceId, Integer> earlierRestarts = new ConcurrentHashMap<>();

  Reachability(Launcher launcher, EndpointDirectory endpoints, Duration timeout) {
    this.launcher = launcher;
    this.endpoints = endpoints;
    this.timeout = timeout;
  }

  /** An instance to wait for, and the ports it has to be registered with. */
  record Awaited(Host host, InstanceId id, List<ExposedPort> ports) {
    boolean isRegistered(EndpointSnapshot snapshot) {
      return ports.stream()
          .allMatch(
              port ->
                  snapshot.contains(
                      new ServicePort(id.service(), port).registryName(), id.serviceId(port)));
    }
  }

  /**
   * Waits for all of them.
   *
   * @param kept those that ran before: restarts earlier in their life say nothing of today
   * @param reached called for each instance when it can be reached, in this thread
   * @return why, for each instance that cannot be reached; empty if all can
   */
  Map<InstanceId, String> await(
      List<Awaited> instances, Set<InstanceId> kept, Consumer<Awaited> reached) {
    Map<InstanceId, String> failures = new TreeMap<>();
    List<Awaited> pending = new ArrayList<>(instances);
    if (pending.isEmpty()) {
      return failures;
    }
    LinkedBlockingQueue<EndpointSnapshot> news = new LinkedBlockingQueue<>();
    long deadline = System.nanoTime() + timeout.toNanos();
    long nextLook = System.nanoTime();
    EndpointSnapshot latest = EndpointSnapshot.empty();
    try (Subscription watch = endpoints.watch(news::add)) {
      while (!pending.isEmpty()) {
        latest = newest(news, latest);
        EndpointSnapshot now = latest;
        settle(
            pending, awaited -> !awaited.ports().isEmpty() && awaited.isRegistered(now), reached);
        if (System.nanoTime() - nextLook >= 0) {
          lookAtEngine(pending, kept, failures, reached);
          nextLook = System.nanoTime() + LOOK_AT_ENGINE_EVERY.toNanos();
        }
        if (System.nanoTime() - deadline >= 0) {
          pending.forEach(awaited -> failures.put(awaited.id(), timedOut(awaited)));
          pending.clear();
        }
      }
    }
    return failures;
  }

  private static void settle(
      List<Awaited> pending, Predicate<Awaited> isReached, Consumer<Awaited> reached) {
    List<Awaited> done = pending.stream().filter(isReached).toList();
    pending.removeAll(done);
    done.forEach(reached);
  }

  private static EndpointSnapshot newest(
      LinkedBlockingQueue<EndpointSnapshot> news, EndpointSnapshot latest) {
    try {
      EndpointSnapshot next = news.poll(50, TimeUnit.MILLISECONDS);
      EndpointSnapshot newest = next == null ? latest : next;
      for (EndpointSnapshot more = news.poll(); more != null; more = news.poll()) {
        newest = more;
      }
      return newest;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for instances", e);
    }
  }

  /** Settles the instances without ports that run, and gives up on those that have ended. */
  private void lookAtEngine(
      List<Awaited> pending,
      Set<InstanceId> kept,
      Map<InstanceId, String> failures,
      Consumer<Awaited> reached) {
    for (Awaited awaited : List.copyOf(pending)) {
      Optional<InstanceReport> report;
      try {
        report = launcher.report(awaited.host(), awaited.id());
      } catch (LaunchException e) {
        continue; // An engine that is away for a moment does not end its containers.
      }
      if (kept.contains(awaited.id())) {
        report.ifPresent(r -> earlierRestarts.putIfAbsent(awaited.id(), r.restarts()));
      }
      int earlier = earlierRestarts.getOrDefault(awaited.id(), 0);
      Optional<String> end =
          report
              .map(r -> end(r, r.restarts() - earlier))
              .orElse(Optional.of("its container is gone."));
      if (end.isPresent()) {
        pending.remove(awaited);
        failures.put(awaited.id(), "on host " + awaited.host() + ": " + end.get());
      } else if (awaited.ports().isEmpty()
          && report.filter(r -> r.state() == State.RUNNING).isPresent()) {
        pending.remove(awaited);
        reached.accept(awaited);
      }
    }
  }

  private static Optional<String> end(InstanceReport report, int restarts) {
    boolean ended = report.state() == State.STOPPED;
    if (ended || restarts >= HOPELESS_RESTARTS) {
      return Optional.of(
          "its process ended with exit code "
              + report.exitCode()
              + (ended ? "" : " and was restarted " + restarts + " times")
              + "."
              + log(report));
    }
    return Optional.empty();
  }

  private String timedOut(Awaited awaited) {
    String log = "";
    try {
      log = launcher.report(awaited.host(), awaited.id()).map(Reachability::log).orElse("");
    } catch (LaunchException e) {
      log = "\n" + Failures.text(e);
    }
    return "on host "
        + awaited.host()
        + ": it runs, but did not become reachable on "
        + awaited.ports()
        + " within "
        + timeout.toSeconds()
        + " s."
        + log
        + "\nFix: see that it listens on these ports and passes its health check.";
  }

  private static String log(InstanceReport report) {
    return report.lastLog().isEmpty()
        ? "\nIt printed nothing."
        : "\nIts last output:\n  " + String.join("\n  ", report.lastLog());
  }
}

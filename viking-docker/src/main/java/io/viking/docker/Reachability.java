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
  private final HostTasks tasks;
  private final Duration timeout;

  /** How often instances that ran before had been restarted when they were first looked at. */
  private final Map<InstanceId, Integer> earlierRestarts = new ConcurrentHashMap<>();

  Reachability(Launcher launcher, EndpointDirectory endpoints, HostTasks tasks, Duration timeout) {
    this.launcher = launcher;
    this.endpoints = endpoints;
    this.tasks = tasks;
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
    Wait wait = new Wait(instances, kept, reached);
    if (instances.isEmpty()) {
      return wait.failures;
    }
    LinkedBlockingQueue<EndpointSnapshot> news = new LinkedBlockingQueue<>();
    try (Subscription watch = endpoints.watch(news::add)) {
      EndpointSnapshot latest = EndpointSnapshot.empty();
      while (!wait.isOver()) {
        latest = newest(news, latest);
        wait.look(latest);
      }
    }
    return wait.failures;
  }

  /** One wait. Used by one thread. */
  private final class Wait {
    private final List<Awaited> pending;
    private final Set<InstanceId> kept;
    private final Consumer<Awaited> reached;
    private final Map<InstanceId, String> failures = new TreeMap<>();
    private final Glances glances = new Glances(launcher, tasks);
    private final long deadline = System.nanoTime() + timeout.toNanos();
    private long nextGlance = System.nanoTime() + LOOK_AT_ENGINE_EVERY.toNanos();

    Wait(List<Awaited> instances, Set<InstanceId> kept, Consumer<Awaited> reached) {
      this.pending = new ArrayList<>(instances);
      this.kept = kept;
      this.reached = reached;
      // Nothing else tells of these; the others are mostly registered before it is worth a look.
      glances.begin(instances.stream().filter(awaited -> awaited.ports().isEmpty()).toList());
    }

    boolean isOver() {
      return pending.isEmpty();
    }

    void look(EndpointSnapshot now) {
      List<Awaited> registered =
          pending.stream()
              .filter(awaited -> !awaited.ports().isEmpty() && awaited.isRegistered(now))
              .toList();
      pending.removeAll(registered);
      registered.forEach(reached);
      glances.settle(this::judge);
      if (glances.areOver() && System.nanoTime() - nextGlance >= 0) {
        glances.begin(pending);
        nextGlance = System.nanoTime() + LOOK_AT_ENGINE_EVERY.toNanos();
      }
      if (System.nanoTime() - deadline >= 0) {
        pending.forEach(awaited -> failures.put(awaited.id(), timedOut(awaited)));
        pending.clear();
      }
    }

    /** Settles an instance without ports that runs, and gives up on one that has ended. */
    private void judge(Awaited awaited, Optional<InstanceReport> report) {
      if (!pending.contains(awaited)) {
        return; // It was registered meanwhile.
      }
      if (kept.contains(awaited.id())) {
        report.ifPresent(r -> earlierRestarts.putIfAbsent(awaited.id(), r.restarts()));
      }
      Optional<String> end = end(awaited.id(), report);
      if (end.isPresent()) {
        pending.remove(awaited);
        // Looked at once more, for its output.
        String why = end(awaited.id(), whole(awaited, report)).orElse(end.get());
        failures.put(awaited.id(), "on host " + awaited.host() + ": " + why);
      } else if (awaited.ports().isEmpty()
          && report.filter(r -> r.state() == State.RUNNING).isPresent()) {
        pending.remove(awaited);
        reached.accept(awaited);
      }
    }
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

  private Optional<InstanceReport> whole(Awaited awaited, Optional<InstanceReport> glance) {
    try {
      return launcher.report(awaited.host(), awaited.id());
    } catch (LaunchException e) {
      return glance;
    }
  }

  private Optional<String> end(InstanceId instance, Optional<InstanceReport> report) {
    int earlier = earlierRestarts.getOrDefault(instance, 0);
    return report
        .map(r -> end(r, r.restarts() - earlier))
        .orElse(Optional.of("its container is gone."));
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

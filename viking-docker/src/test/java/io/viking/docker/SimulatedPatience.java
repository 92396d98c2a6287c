package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ContainerSpec;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** How often a reconciler may try what fails again and again. */
final class SimulatedPatience {
  /** A version whose instances end as soon as they are seen. */
  static final String CRASHING = "crash-";

  /** A version that cannot be started. */
  static final String FAILING = "fail-";

  private static final Duration WINDOW = Duration.ofMinutes(10);

  /** After 1 s, 2 s, 4 s, ... 256 s; and what a cut-off and a move may add. */
  private static final int ROUNDS = 14;

  private static final int ATTEMPTS = 24;

  /** After 5 s, 10 s, ... 160 s. */
  private static final int SERVICE_ATTEMPTS = 10;

  /** A host that goes down, comes back and is steady changes the hosts that can be used. */
  private static final int ATTEMPTS_A_CHANGE = 3;

  private static final int MOST_INSTANCES = 8;

  private final SimulatedHosts hosts;
  private final Clock clock;
  private final Map<String, Deque<Instant>> starts = new TreeMap<>();
  private final Map<StackName, Deque<Instant>> failures = new TreeMap<>();
  private final Map<ServiceName, Deque<Instant>> serviceFailures = new TreeMap<>();

  SimulatedPatience(SimulatedHosts hosts, Clock clock) {
    this.hosts = hosts;
    this.clock = clock;
  }

  void forget() {
    starts.clear();
    failures.clear();
    serviceFailures.clear();
  }

  void failed(ServiceName service) {
    assertThat(add(serviceFailures.computeIfAbsent(service, any -> new ArrayDeque<>())))
        .as("failures within %s of service %s, which nobody has edited", WINDOW, service.path())
        .isLessThanOrEqualTo(SERVICE_ATTEMPTS + hosts.changesWithin(WINDOW) * ATTEMPTS_A_CHANGE);
  }

  void edited(ServiceName service) {
    serviceFailures.remove(service);
    failures.remove(service.stack());
  }

  void started(ContainerSpec spec) {
    String version = spec.environment().getOrDefault("VERSION", "");
    if (version.startsWith(CRASHING)) {
      String what = spec.instance().service().path() + " " + version;
      assertThat(add(starts.computeIfAbsent(what, any -> new ArrayDeque<>())))
          .as("starts within %s of %s, which ends each time", WINDOW, what)
          .isLessThanOrEqualTo((ROUNDS + hosts.downsWithin(WINDOW)) * MOST_INSTANCES);
    }
  }

  void failed(StackName stack) {
    assertThat(add(failures.computeIfAbsent(stack, any -> new ArrayDeque<>())))
        .as("failures in a row within %s of stack %s, which nobody has edited", WINDOW, stack)
        .isLessThanOrEqualTo(ATTEMPTS);
  }

  void succeeded(StackName stack) {
    failures.remove(stack);
  }

  private long add(Deque<Instant> times) {
    Instant now = clock.instant();
    times.addLast(now);
    times.removeIf(time -> time.isBefore(now.minus(WINDOW)));
    return times.size();
  }
}

package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.agent.SteadyLoad;
import io.viking.docker.agent.SteadyLoad.Failure;
import io.viking.docker.reconcile.ClusterEvent;
import io.viking.docker.testing.PrivateEngine;
import io.viking.model.InstanceId;
import io.viking.model.JobName;
import io.viking.model.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New connections are made all the time, through links, while the instances that answer them are
 * replaced, become more, become fewer, and are moved off hosts that are drained: none may fail.
 * They come from the drained hosts, too, by the relay on the one and by the kernel on the other.
 * {@code -Dviking.faults.seconds=600} makes the run longer.
 */
class RollingUpdateIT {
  private static final Logger LOG = LoggerFactory.getLogger(RollingUpdateIT.class);
  private static final Path FOLDER = Path.of("target", "rolling-update");
  private static final ServiceName WEB = new ServiceName(UpdateLab.APP, JobName.of("web"));

  /** Two of these are 200 new connections a second. */
  private static final int PAUSE_MILLIS = 10;

  private static final int SLOW_PAUSE_MILLIS = 200;

  private final long seconds = Long.getLong("viking.faults.seconds", 1);
  private final NavigableMap<Instant, String> steps = new TreeMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<String> overflows = new ArrayList<>();
  private int version = 1;

  @TempDir private Path deployments;

  @BeforeAll
  static void requireEngine() {
    Optional<String> missing = PrivateEngine.missing();
    if (!Boolean.getBoolean("viking.it.required")) {
      assumeTrue(missing.isEmpty(), missing.orElse(""));
    }
  }

  @Test
  void failsNoRequest() throws IOException {
    Files.createDirectories(FOLDER);
    Files.deleteIfExists(FOLDER.resolve("figure"));
    Map<String, SteadyLoad> loads = new LinkedHashMap<>();
    try (UpdateLab lab = UpdateLab.start(deployments);
        Viking impatient = lab.impatient(deployments)) {
      lab.viking().deploy(UpdateLab.app(version, 3, 1));
      lab.deployClients();
      for (String client : List.of("relayed", "other")) {
        loads.put(client + " to web", lab.load(client, "WEB", PAUSE_MILLIS));
        loads.put(client + " to slow", lab.load(client, "SLOW", SLOW_PAUSE_MILLIS));
      }
      try {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        do {
          round(lab, impatient);
        } while (System.nanoTime() - end < 0);
      } finally {
        judge(loads, lab);
      }
    } finally {
      loads.values().forEach(SteadyLoad::close);
    }
  }

  private void round(UpdateLab lab, Viking impatient) {
    step(lab, "update of 3", () -> lab.viking().deploy(UpdateLab.app(++version, 3, 1)));
    step(lab, "scale to 5", () -> lab.viking().scale(WEB, 5));
    step(
        lab, "update of 5, 2 at a time", () -> lab.viking().deploy(UpdateLab.app(++version, 5, 2)));
    step(lab, "scale to 1", () -> lab.viking().scale(WEB, 1));
    step(lab, "update of 1", () -> lab.viking().deploy(UpdateLab.app(++version, 1, 1)));
    step(lab, "scale to 3", () -> lab.viking().scale(WEB, 3));
    step(lab, "update that fails", () -> fail(lab, impatient));
    step(lab, "rollback", () -> lab.viking().rollback(UpdateLab.APP));
    // By the first one what ran on it is on the other two, so that the second one has some.
    step(lab, "host drain", () -> drain(lab, UpdateLab.RELAYING));
    step(lab, "host drain", () -> drain(lab, UpdateLab.BY_KERNEL));
    assertThat(lab.instances("web")).hasSize(3);
  }

  /** The old instances are those that stay, and the last words of the new one are told. */
  private static void fail(UpdateLab lab, Viking impatient) {
    List<InstanceId> before = lab.instances("web");

    DeploymentException failure =
        catchThrowableOfType(
            DeploymentException.class,
            () -> impatient.deploy(UpdateLab.app(UpdateLab.BROKEN, 3, 1)));

    assertThat(failure)
        .hasMessageContainingAll(
            "did not become reachable", "cannot open the database", "Rolled back: app/web");
    assertThat(lab.instances("web")).isEqualTo(before);
  }

  /** What it ran is moved, and the host is taken back. */
  private static void drain(UpdateLab lab, String host) {
    List<InstanceId> before = lab.instancesOn(host);

    List<ClusterEvent> events = lab.drain(host);

    assertThat(before).extracting(id -> id.service().job().value()).contains("web");
    for (InstanceId moved : before) {
      assertThat(events)
          .anyMatch(
              event ->
                  event.kind() == ClusterEvent.Kind.REMOVING
                      && event.subject().equals(moved.containerName()));
    }
  }

  private void step(UpdateLab lab, String what, Runnable change) {
    steps.put(Instant.now(), what);
    change.run();
    long dropped = lab.overflows();
    if (dropped > 0) {
      overflows.add(dropped + " by the end of '" + what + "' at " + Instant.now());
    }
    counts.merge(what, 1, Integer::sum);
    steps.put(Instant.now(), "after " + what);
  }

  private void judge(Map<String, SteadyLoad> loads, UpdateLab lab) throws IOException {
    long made = 0;
    List<String> failures = new ArrayList<>();
    for (Map.Entry<String, SteadyLoad> load : loads.entrySet()) {
      SteadyLoad.Outcome outcome = load.getValue().end();
      made += outcome.made();
      outcome.failures().forEach(failure -> failures.add(load.getKey() + " " + told(failure)));
    }
    String figure =
        String.format(
            Locale.ROOT,
            "rolling update: %d requests, %d failed; %s%n",
            made,
            failures.size(),
            counts.entrySet().stream()
                .map(count -> count.getValue() + " x " + count.getKey())
                .collect(Collectors.joining(", ")));
    Files.writeString(FOLDER.resolve("figure"), figure);
    LOG.info("{}", figure.strip());
    if (!failures.isEmpty()) {
      Files.writeString(FOLDER.resolve("agents.log"), lab.logs());
      Files.write(FOLDER.resolve("failures"), failures);
    }
    assertThat(failures).as("of %d; servers dropped %s", made, overflows).isEmpty();
  }

  private String told(Failure failure) {
    return failure
        + " in '"
        + Optional.ofNullable(steps.floorEntry(failure.begin()))
            .map(Map.Entry::getValue)
            .orElse("the beginning")
        + "'";
  }
}

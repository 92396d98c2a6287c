package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.testing.EtcdCluster;
import io.viking.ports.testing.FaultSchedule;
import io.viking.ports.testing.history.PortCall.Outcome;
import io.viking.ports.testing.history.PortHistory;
import io.viking.ports.testing.history.PortHistoryChecker;
import io.viking.ports.testing.history.PortRules;
import io.viking.ports.testing.history.PortState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Eight processes with eight threads each use the ports of an etcd cluster whose members are killed
 * and frozen, and are now and then killed themselves; what they were answered must be what one
 * table of ports can answer.
 *
 * <p>{@code -Dviking.faults.seconds=600} makes the run longer, {@code -Dviking.faults.seed=N}
 * repeats the choices of an earlier one.
 */
class PortsUnderFaultsIT {
  private static final int PROCESSES = 8;
  private static final int FAULTS_A_KILL = 4;
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  /**
   * What a call may take beyond its deadline: less than a second deadline, and as much as a machine
   * takes whose two cores run etcd and nine JVMs.
   */
  private static final Duration MARGIN = Duration.ofSeconds(4);

  private static final PortRules RULES =
      new PortRules(PortRange.DEFAULT, Duration.ofHours(1), DEADLINE.plus(MARGIN));

  /** The record stays there after the test. */
  private static final Path FOLDER = Path.of("target", "ports-under-faults");

  private final long seconds = Long.getLong("viking.faults.seconds", 60);
  private final long seed = Long.getLong("viking.faults.seed", System.nanoTime());

  @Test
  void answersAsOneTableOfPortsWouldWhateverHappensToEtcd() throws IOException {
    empty(FOLDER);
    try (EtcdCluster etcd = EtcdCluster.start();
        CallingProcesses processes = new CallingProcesses(FOLDER, log -> arguments(etcd, log))) {
      FaultSchedule schedule = new FaultSchedule(etcd, seed);

      strike(schedule, processes);
      etcd.heal();
      PortHistory history = processes.end();

      PortState state = state(etcd);
      report(history, schedule.faults(), state);
      assertThat(new PortHistoryChecker(RULES).check(history, state))
          .as("seed %d, faults %s", seed, schedule.faults())
          .isEmpty();
      assertThat(history.count(Outcome.REFUSED)).isZero();
      assertThat(history.count(Outcome.DONE)).isGreaterThan(seconds * 5);
      assertThat(schedule.faults()).hasSizeGreaterThan((int) seconds / 15);
    }
  }

  private List<String> arguments(EtcdCluster etcd, Path log) {
    String name = log.getFileName().toString().replace(".calls", "");
    return List.of(
        String.join(",", etcd.endpoints()),
        Long.toString(DEADLINE.toMillis()),
        log.toString(),
        name,
        Long.toString(seed + name.hashCode()),
        Long.toString(seconds),
        "release");
  }

  private void strike(FaultSchedule schedule, CallingProcesses processes) {
    for (int i = 0; i < PROCESSES; i++) {
      processes.start();
    }
    processes.awaitCalls();
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    for (int i = 1; System.nanoTime() - end < 0; i++) {
      schedule.next(processes::keepCalling);
      if (i % FAULTS_A_KILL == 0) {
        processes.replace(i);
      }
    }
  }

  private static PortState state(EtcdCluster etcd) {
    Map<String, Integer> records = new HashMap<>();
    pairs(etcd, "/viking/ports/")
        .forEach((service, number) -> records.put(service, Integer.valueOf(number)));
    Map<Integer, String> owners = new HashMap<>();
    pairs(etcd, "/viking/ports-by-number/")
        .forEach((number, service) -> owners.put(Integer.valueOf(number), service));
    return new PortState(records, owners);
  }

  private static Map<String, String> pairs(EtcdCluster etcd, String prefix) {
    List<String> lines = etcd.ctl("get", "--prefix", prefix).lines().toList();
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      pairs.put(lines.get(i).substring(prefix.length()), lines.get(i + 1));
    }
    return pairs;
  }

  private static void empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
  }

  /** The figure that viking-examples/faults/ports prints. */
  private void report(PortHistory history, List<String> faults, PortState state)
      throws IOException {
    String figure =
        String.format(
            Locale.ROOT,
            "ports: %d calls in %d s, %d answered, %d unknown, %d refused; %d numbers; %d faults;"
                + " longest call %.1f s; seed %d",
            history.calls().size(),
            seconds,
            history.count(Outcome.DONE),
            history.count(Outcome.UNKNOWN),
            history.count(Outcome.REFUSED),
            state.records().size(),
            faults.size(),
            history.longestCall().toMillis() / 1000.0,
            seed);
    Files.writeString(FOLDER.resolve("figure"), figure + "\n");
    System.out.println(figure);
  }
}

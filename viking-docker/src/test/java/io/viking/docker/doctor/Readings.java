package io.viking.docker.doctor;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineFacts;
import io.viking.model.Finding;
import io.viking.model.Finding.Severity;
import io.viking.model.Host;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Hosts' answers for tests. */
final class Readings {
  static final Host NODE_1 = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  static final Host NODE_2 = Host.of("node-2", "10.0.0.2", "tcp://10.0.0.2:2376");

  private Readings() {}

  static HostReading of(Host host, ContainerFacts... containers) {
    return engine(host, "20.10.24+dfsg1", true, Duration.ZERO, containers);
  }

  static HostReading engine(
      Host host, String version, boolean liveRestore, Duration ahead, ContainerFacts... all) {
    return ImmutableHostReading.builder()
        .host(host)
        .engine(
            Answer.of(
                EngineFacts.builder()
                    .version(version)
                    .apiVersion("1.41")
                    .liveRestore(liveRestore)
                    .build()))
        .clockAhead(ahead.isZero() ? Optional.empty() : Optional.of(ahead))
        .containers(Answer.of(List.of(all)))
        .build();
  }

  static ContainerFacts container(String name, ContainerFacts.State state, String... variables) {
    ContainerFacts.Builder container =
        ContainerFacts.builder().id(name).name(name).imageId("sha256:1").state(state);
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      container.putEnvironment(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return container.build();
  }

  /** The errors and warnings, each as one line. */
  static List<String> faults(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.severity() != Severity.OK)
        .map(f -> f.severity() + " " + f.subject() + ": " + f.what() + " " + f.fix().orElse(""))
        .toList();
  }
}

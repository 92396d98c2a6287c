package io.viking.examples.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is measured on a whole cluster. Used once. */
final class ClusterRun {
  private final Set<Workload> workloads;
  private final Readings readings;
  private final Consumer<String> progress;

  /** Faults go to the readings; the progress is told what comes next, a line each. */
  ClusterRun(Set<Workload> workloads, Readings readings, Consumer<String> progress) {
    this.workloads = workloads;
    this.readings = readings;
    this.progress = progress;
  }

  /**
   * Measures it.
   *
   * @param rounds how often the agent is started
   * @param starts how often the container is started
   */
  List<Finding> run(Path examples, Folder folder, int rounds, int starts) {
    List<Finding> findings = new ArrayList<>();
    progress.accept("a cluster of two hosts");
    try (Cluster cluster = Cluster.start(examples, folder)) {
      Thread end = new Thread(cluster::close);
      Runtime.getRuntime().addShutdownHook(end);
      if (workloads.contains(Workload.AGENT)) {
        progress.accept("a whole agent");
        findings.addAll(valid(Workload.AGENT, () -> new AgentFigures(cluster).run(rounds)));
      }
      if (workloads.contains(Workload.ENDTOEND)) {
        progress.accept(starts + " starts of a container");
        findings.addAll(valid(Workload.ENDTOEND, () -> new EndToEnd(cluster).run(starts)));
      }
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (BenchmarkException e) {
      readings.fault(Way.RELAY, Workload.AGENT, String.valueOf(e.getMessage()));
    }
    return findings;
  }

  private List<Finding> valid(Workload workload, Supplier<List<Finding>> measure) {
    try {
      return measure.get();
    } catch (InvalidFigureException e) {
      readings.fault(Way.RELAY, workload, String.valueOf(e.getMessage()));
      return List.of();
    }
  }
}

package io.viking.examples.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is measured on a whole cluster. Used once. */
final class ClusterRun {
  private final Course course;
  private final Readings readings;
  private final Consumer<String> progress;

  /** Faults go to the readings; the progress is told what comes next, a line each. */
  ClusterRun(Course course, Readings readings, Consumer<String> progress) {
    this.course = course;
    this.readings = readings;
    this.progress = progress;
  }

  /**
   * Measures it.
   *
   * @param starts how often the container is started
   */
  List<Finding> run(Path examples, Folder folder, int starts) {
    List<Finding> findings = new ArrayList<>();
    progress.accept("a cluster of two hosts");
    try (Cluster cluster = Cluster.start(examples, folder)) {
      Thread end = new Thread(cluster::close);
      Runtime.getRuntime().addShutdownHook(end);
      if (course.workloads().contains(Workload.AGENT)) {
        progress.accept("a whole agent");
        findings.addAll(
            valid(Workload.AGENT, () -> new AgentFigures(cluster).run(course.starts())));
      }
      if (course.workloads().contains(Workload.ENDTOEND)) {
        progress.accept(starts + " starts of a container");
        findings.addAll(valid(Workload.ENDTOEND, () -> new EndToEnd(cluster).run(starts)));
      }
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (BenchmarkException e) {
      course.workloads().stream()
          .filter(Workload::isOfCluster)
          .forEach(workload -> readings.fault(Way.RELAY, workload, String.valueOf(e.getMessage())));
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

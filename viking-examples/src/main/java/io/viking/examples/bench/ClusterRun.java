package io.viking.examples.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
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
    if (wants(Workload.AGENT) || wants(Workload.ENDTOEND)) {
      findings.addAll(
          on(
              2,
              () -> Cluster.start(examples, folder, 2),
              cluster -> {
                List<Finding> some = new ArrayList<>();
                some.addAll(
                    valid(Workload.AGENT, () -> new AgentFigures(cluster).run(course.starts())));
                some.addAll(valid(Workload.ENDTOEND, () -> new EndToEnd(cluster).run(starts)));
                return some;
              }));
    }
    if (wants(Workload.GONE)) {
      findings.addAll(
          on(
              3,
              () -> Cluster.start(examples, folder, 3),
              cluster -> valid(Workload.GONE, () -> new Gone(cluster).run(course.starts()))));
    }
    return findings;
  }

  private boolean wants(Workload workload) {
    return course.workloads().contains(workload);
  }

  private List<Finding> on(
      int hosts, Supplier<Cluster> start, Function<Cluster, List<Finding>> measure) {
    progress.accept("a cluster of " + hosts + " hosts");
    try (Cluster cluster = start.get()) {
      Thread end = new Thread(cluster::close);
      Runtime.getRuntime().addShutdownHook(end);
      List<Finding> findings = measure.apply(cluster);
      Runtime.getRuntime().removeShutdownHook(end);
      return findings;
    } catch (BenchmarkException e) {
      course.workloads().stream()
          .filter(Workload::isOfCluster)
          .forEach(workload -> readings.fault(Way.RELAY, workload, String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  private List<Finding> valid(Workload workload, Supplier<List<Finding>> measure) {
    if (!wants(workload)) {
      return List.of();
    }
    progress.accept(workload.title());
    try {
      return measure.get();
    } catch (InvalidFigureException e) {
      readings.fault(Way.RELAY, workload, String.valueOf(e.getMessage()));
      return List.of();
    }
  }
}

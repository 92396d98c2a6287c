package io.viking.examples.bench;

import io.viking.docker.Viking;
import io.viking.docker.plan.Plan;
import io.viking.model.Stack;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A whole plan through viking's entry point: engines and store are in memory, all else is real. */
final class PaperViking {
  private static final PortRange PORTS = new PortRange(10_000, 60_000);

  private PaperViking() {}

  /** How long the plan of the cluster's stacks takes, on hosts that are empty. */
  static double seconds(PaperCluster cluster) {
    Path folder = folder();
    ClusterStore store = ClusterStore.inMemory(PORTS);
    try (Viking viking =
        Viking.builder()
            .store(store)
            .hosts(cluster.hosts())
            .launcher(new PaperLauncher(cluster.empty()))
            .deploymentFolder(folder)
            .build()) {
      Stack[] stacks = cluster.stacks().toArray(Stack[]::new);
      System.gc();
      long start = System.nanoTime();
      Plan plan = viking.plan(stacks);
      double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
      PlanCheck.full(plan, cluster.desired().catalog(), cluster.empty());
      return seconds;
    } finally {
      delete(folder);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("viking-bench-planner");
    } catch (IOException e) {
      throw new BenchmarkException("cannot make a folder: " + e.getMessage(), e);
    }
  }

  /** Nothing is written to it when a plan is made. */
  private static void delete(Path folder) {
    try {
      Files.delete(folder);
    } catch (IOException e) {
      throw new BenchmarkException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}

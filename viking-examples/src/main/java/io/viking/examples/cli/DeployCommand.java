package io.viking.examples.cli;

import io.viking.docker.Deployment;
import io.viking.docker.Viking;
import io.viking.docker.plan.Plan;
import io.viking.model.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code viking deploy}: makes the cluster what the stacks say. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = "Deploys stacks, and returns when every instance is up and reachable.")
final class DeployCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private LockOptions lock = new LockOptions();
  @Mixin private StackArguments stacks = new StackArguments();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "Deploys every stack of that deployment folder.")
  private @Nullable Path from;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long instances may take to become reachable; default ${DEFAULT-VALUE}.")
  private int timeout = 60;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many containers start on one host at a time; default ${DEFAULT-VALUE}.")
  private int parallel = 8;

  @Option(
      names = "--no-rollback",
      description =
          "Leaves a service whose update fails as it stands then, in the place of putting back what"
              + " was replaced.")
  private boolean noRollback;

  @Option(names = "--json", description = "Prints the instances as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<Stack> wanted = from == null ? stacks.read() : List.of();
    if (from != null && !stacks.isEmpty()) {
      throw new IllegalArgumentException("--from takes the place of PATH: give one of them");
    }
    Console console = Console.of(spec);
    Deployment deployment;
    try (ProgressDisplay progress = console.progress();
        Viking viking =
            lock.in(cluster.viking())
                .deploymentFolder(from == null ? cluster.folder() : from)
                .startTimeout(Duration.ofSeconds(timeout))
                .parallelPerHost(parallel)
                .rollback(!noRollback)
                .progress(progress)
                .build()) {
      deployment =
          from == null ? viking.deploy(wanted.toArray(Stack[]::new)) : viking.deployFolder();
    }
    console.instances(deployment.instances(), json);
    console.note(summary(deployment.plan()));
    return 0;
  }

  /** What was done, in one line. */
  static String summary(Plan plan) {
    return plan.isEmpty()
        ? "Nothing to do: " + plan.kept().size() + " containers are as they should be."
        : "Done: "
            + plan.starts().size()
            + " started, "
            + plan.removals().size()
            + " removed, "
            + plan.kept().size()
            + " unchanged.";
  }
}

package io.viking.examples.cli;

import io.viking.docker.Deployment;
import io.viking.docker.Viking;
import io.viking.model.Stack;
import java.nio.file.Path;
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
  @Mixin private DeploymentOptions deploying = new DeploymentOptions();
  @Mixin private StackArguments stacks = new StackArguments();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "Deploys every stack of that deployment folder.")
  private @Nullable Path from;

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
            deploying
                .in(lock.in(cluster.viking()))
                .deploymentFolder(from == null ? cluster.folder() : from)
                .parallelPerHost(parallel)
                .rollback(!noRollback)
                .progress(progress)
                .build()) {
      deployment =
          from == null ? viking.deploy(wanted.toArray(Stack[]::new)) : viking.deployFolder();
    }
    deploying.answer(console, deployment);
    return 0;
  }
}

package io.viking.examples.cli;

import io.viking.docker.Deployment;
import io.viking.docker.Viking;
import io.viking.model.StackName;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking rollback}: deploys the version of a stack before the last one. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description =
        "Deploys a stack as it was before, by the history in the deployment folder, and writes its"
            + " job files.")
final class RollbackCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private LockOptions lock = new LockOptions();
  @Mixin private DeploymentOptions deploying = new DeploymentOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "STACK", description = "The stack.")
  private String stack = "";

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "The deployment folder that it was deployed from, if that is another one.")
  private @Nullable Path from;

  @Override
  public Integer call() {
    StackName name = StackName.of(stack);
    Console console = Console.of(spec);
    Deployment deployment;
    try (ProgressDisplay progress = console.progress();
        Viking viking =
            deploying
                .in(lock.in(cluster.viking()))
                .deploymentFolder(from == null ? cluster.folder() : from)
                .progress(progress)
                .build()) {
      deployment = viking.rollback(name);
    }
    deploying.answer(console, deployment);
    return 0;
  }
}

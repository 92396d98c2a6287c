package io.viking.examples.cli;

import io.viking.docker.Deployment;
import io.viking.docker.VikingBuilder;
import io.viking.docker.plan.Plan;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command that deploys waits for instances, and how it answers. */
final class DeploymentOptions {
  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long instances may take to become reachable; default ${DEFAULT-VALUE}.")
  private int timeout = 60;

  @Option(names = "--json", description = "Prints the instances as JSON.")
  private boolean json;

  /** Sets the time. */
  VikingBuilder in(VikingBuilder builder) {
    return builder.startTimeout(Duration.ofSeconds(timeout));
  }

  /** Prints the instances, and to people what was done. */
  void answer(Console console, Deployment deployment) {
    console.instances(deployment.instances(), json);
    console.note(summary(deployment.plan()));
  }

  private static String summary(Plan plan) {
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

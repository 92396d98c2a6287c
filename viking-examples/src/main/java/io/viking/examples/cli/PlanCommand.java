package io.viking.examples.cli;

import io.viking.docker.Viking;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.PlanData;
import io.viking.docker.plan.PlanDocker;
import io.viking.docker.plan.PlanText;
import io.viking.model.Stack;
import io.viking.model.yaml.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code viking plan}: shows what a deployment would do. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows what deploy would do. Starts nothing; records new ports.")
final class PlanCommand implements Callable<Integer> {

  /** The forms of a plan. */
  enum Format {
    TEXT,
    JSON,
    DOCKER
  }

  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private StackArguments stacks = new StackArguments();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}; docker: commands that do the same.")
  private Format format = Format.TEXT;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "Plans for every stack of that deployment folder.")
  private @Nullable Path from;

  @Override
  public Integer call() {
    Stack[] wanted = from == null ? stacks.read().toArray(Stack[]::new) : new Stack[0];
    try (Viking viking =
        cluster.viking().deploymentFolder(from == null ? cluster.folder() : from).build()) {
      Console.of(spec).answer(render(from == null ? viking.plan(wanted) : viking.planFolder()));
    }
    return 0;
  }

  private String render(Plan plan) {
    if (json || format == Format.JSON) {
      return Json.write(PlanData.of(plan));
    }
    return format == Format.DOCKER ? PlanDocker.render(plan) : PlanText.render(plan);
  }
}

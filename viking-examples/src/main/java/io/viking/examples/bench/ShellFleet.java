package io.viking.examples.bench;

import io.viking.docker.Viking;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.PlanDocker;
import io.viking.docker.plan.Start;
import io.viking.model.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The loop that a person would write: {@code docker run -d} for one container after the other, with
 * the options that {@code viking plan --format docker} prints, and {@code docker rm -f} to remove.
 */
final class ShellFleet implements Fleet {
  private final Viking viking;
  private final Stack stack;
  private final Path script;
  private List<Start> starts = List.of();

  /**
   * @param viking plans, so that names and options are as viking has them; starts nothing
   * @param script where the loop is written to
   */
  ShellFleet(Viking viking, Stack stack, Path script) {
    this.viking = viking;
    this.stack = stack;
    this.script = script;
  }

  @Override
  public void prepare() {
    Plan plan = viking.plan(stack);
    starts = plan.starts();
    write(PlanDocker.render(plan));
  }

  @Override
  public void start() {
    run();
    write(
        starts.stream()
            .map(
                start ->
                    "DOCKER_HOST=%s docker rm -f %s"
                        .formatted(start.host().engine(), start.spec().instance().containerName()))
            .collect(Collectors.joining("\n")));
  }

  @Override
  public void remove() {
    run();
  }

  private void run() {
    Tool tool = Tool.run(Bed.LIMIT, List.of("sh", "-e", script.toString()));
    if (tool.code() != 0) {
      throw new InvalidFigureException("a docker command failed: " + tool.output());
    }
  }

  private void write(String commands) {
    try {
      Files.writeString(script, commands + "\n");
    } catch (IOException e) {
      throw new BenchmarkException("cannot write " + script + ": " + e.getMessage(), e);
    }
  }
}

package io.viking.examples.cli;

import io.viking.docker.Viking;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking rm}: removes stacks or services. */
@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    description =
        "Removes all containers of stacks or services, and their job files. Volumes and"
            + " allocated ports stay.")
final class RmCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private LockOptions lock = new LockOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "STACK[/JOB]", description = "What to remove.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    names.forEach(RmCommand::check);
    Console console = Console.of(spec);
    try (ProgressDisplay progress = console.progress();
        Viking viking = lock.in(cluster.viking()).progress(progress).build()) {
      for (String name : names) {
        int removed = remove(viking, name);
        console.note("Removed " + removed + " containers of " + name + ".");
      }
    }
    return 0;
  }

  private static void check(String name) {
    if (name.contains("/")) {
      ServiceName.parse(name);
    } else {
      StackName.of(name);
    }
  }

  private static int remove(Viking viking, String name) {
    return (name.contains("/")
            ? viking.remove(ServiceName.parse(name))
            : viking.remove(StackName.of(name)))
        .plan()
        .removals()
        .size();
  }
}

package io.viking.examples.cli;

import io.viking.ports.ClusterStore;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking uncordon}: takes back that hosts are to be empty. */
@Command(
    name = "uncordon",
    mixinStandardHelpOptions = true,
    description = "Lets hosts that were drained be used again. Nothing is moved back to them.")
final class UncordonCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "HOST", description = "The hosts, by name.")
  private List<String> hosts = List.of();

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ClusterStore store = cluster.openStore()) {
      for (String host : hosts) {
        console.note(
            store.hosts().uncordon(host)
                ? "Host " + host + " is used again."
                : "Host " + host + " was not drained.");
      }
    }
    return 0;
  }
}

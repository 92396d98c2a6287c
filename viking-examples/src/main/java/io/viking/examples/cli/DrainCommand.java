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

/** {@code viking drain}: records that hosts are to be empty. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    description =
        "Records that hosts are to be empty: nothing new is placed there, and what can run"
            + " elsewhere is moved, by 'viking watch' or by the next deploy of each stack. What"
            + " has its volume there stays.")
final class DrainCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "HOST", description = "The hosts, by name.")
  private List<String> hosts = List.of();

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ClusterStore store = cluster.openStore()) {
      for (String host : hosts) {
        boolean known =
            cluster.hosts().stream().anyMatch(listed -> listed.name().equals(host))
                || store.hosts().hosts().stream().anyMatch(live -> live.name().equals(host));
        boolean recorded = store.hosts().drain(host, Person.here());
        console.note(
            "Host "
                + host
                + (recorded
                    ? " is drained."
                    : " is drained already, by " + store.hosts().drained().get(host) + ".")
                + (known ? "" : " No such host is known now."));
      }
    }
    return 0;
  }
}

package io.viking.examples.cli;

import io.viking.ports.ClusterStore;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking ports unskip}: takes {@code skip} back. */
@Command(
    name = "unskip",
    mixinStandardHelpOptions = true,
    description = "Allows these numbers to be given again. A quarantine goes on.")
final class PortsUnskipCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "NUMBER[-NUMBER]", description = "The numbers.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    SortedSet<Integer> numbers = PortNumbers.parse(words);
    try (ClusterStore store = cluster.openStore()) {
      store.ports().unskip(numbers);
    }
    Console.of(spec).note("No longer skipped: " + numbers.size() + " numbers.");
    return 0;
  }
}

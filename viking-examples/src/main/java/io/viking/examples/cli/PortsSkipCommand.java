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

/** {@code viking ports skip}: numbers that something else on a host uses. */
@Command(
    name = "skip",
    mixinStandardHelpOptions = true,
    description =
        "Never gives these numbers from now on, because something else on a host uses them. Who has"
            + " one already keeps it.")
final class PortsSkipCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "NUMBER[-NUMBER]", description = "The numbers.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    SortedSet<Integer> numbers = PortNumbers.parse(words);
    Console console = Console.of(spec);
    try (ClusterStore store = cluster.openStore()) {
      store.ports().skip(numbers);
      store
          .ports()
          .list()
          .asMap()
          .forEach(
              (port, number) -> {
                if (numbers.contains(number)) {
                  console.note(number + " stays with " + port + ", which has it.");
                }
              });
    }
    console.note("Skipped " + numbers.size() + " numbers.");
    return 0;
  }
}

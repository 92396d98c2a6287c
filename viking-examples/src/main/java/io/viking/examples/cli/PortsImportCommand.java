package io.viking.examples.cli;

import io.viking.model.PortTable;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRecords;
import io.viking.ports.PortRecordsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking ports import}: adds the numbers of a backup or of another store. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Adds the numbers of an export to those that are there. No number is ever changed: where one"
          + " contradicts what is there, all contradictions are listed and nothing is written.",
      "Exit code 1 if there is a contradiction, 2 if the file is wrong."
    })
final class PortsImportCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "What 'viking ports export' wrote.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    PortRecords records = PortRecordsJson.parse(file.toString(), text());
    try (ClusterStore store = cluster.openStore()) {
      PortTable before = store.ports().list();
      store.ports().restore(records);
      long known =
          records.table().asMap().keySet().stream()
              .filter(port -> before.find(port).isPresent())
              .count();
      Console.of(spec)
          .note(
              "Added "
                  + (records.table().asMap().size() - known)
                  + " numbers; "
                  + known
                  + " were there already; "
                  + records.withheld().size()
                  + " are withheld.");
    }
    return 0;
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read '"
              + file
              + "': "
              + e
              + "\n  Fix: name the file that 'viking ports export'"
              + " wrote.",
          e);
    }
  }
}

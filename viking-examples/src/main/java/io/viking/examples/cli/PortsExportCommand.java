package io.viking.examples.cli;

import io.viking.model.folder.AtomicFile;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRecords;
import io.viking.ports.PortRecordsJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking ports export}: a backup of all numbers. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Writes all allocated numbers, and what is withheld, as JSON: a backup, or what another"
            + " store imports.")
final class PortsExportCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to; absent: standard output. An old file is replaced.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    PortRecords records;
    try (ClusterStore store = cluster.openStore()) {
      records = store.ports().export();
    }
    String text = PortRecordsJson.write(records);
    Console console = Console.of(spec);
    if (file == null) {
      console.answer(text.stripTrailing());
    } else {
      write(file, text);
      console.note(
          "Wrote "
              + records.table().asMap().size()
              + " numbers and "
              + records.withheld().size()
              + " withheld ones to "
              + file
              + ".");
    }
    return 0;
  }

  /** The old file stays whole until the new one is: it may be the only backup. */
  private static void write(Path file, String text) {
    try {
      AtomicFile.write(file, text);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot write '"
              + file
              + "': "
              + e
              + "\n  Fix: name a file in a folder that this user may"
              + " write to.",
          e);
    }
  }
}

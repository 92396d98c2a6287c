package io.viking.examples.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code viking ports}: looks at the table of allocated ports, and changes it by hand. */
@Command(
    name = "ports",
    mixinStandardHelpOptions = true,
    description = "Looks at the table of allocated ports, and changes it by hand.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PortsListCommand.class,
      PortsExportCommand.class,
      PortsImportCommand.class,
      PortsReleaseCommand.class,
      PortsSkipCommand.class,
      PortsUnskipCommand.class,
      PortsWithheldCommand.class,
      PortsForgetCommand.class,
      HelpCommand.class
    })
final class PortsCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine command = Console.commandLine(spec);
    throw new ParameterException(command, "Missing required subcommand");
  }
}

package io.viking.examples.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code viking vpc}: the firewall of this host. */
@Command(
    name = "vpc",
    mixinStandardHelpOptions = true,
    description = {
      "The firewall of the host that this runs on: only the cluster's hosts reach its containers'"
          + " published ports, its engine and its etcd, and only its containers the ambassador.",
      "Nothing else of the host is closed."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      VpcShowCommand.class,
      VpcApplyCommand.class,
      VpcRemoveCommand.class,
      VpcStatusCommand.class,
      HelpCommand.class
    })
final class VpcCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(Console.commandLine(spec), "Missing required subcommand");
  }
}

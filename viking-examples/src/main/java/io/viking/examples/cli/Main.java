package io.viking.examples.cli;

import io.viking.docker.agent.AgentMain;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code viking} command. */
@Command(
    name = "viking",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Docker links across hosts.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DeployCommand.class,
      PlanCommand.class,
      EnvCommand.class,
      PsCommand.class,
      ScaleCommand.class,
      RmCommand.class,
      RollbackCommand.class,
      WatchCommand.class,
      EventsCommand.class,
      DrainCommand.class,
      UncordonCommand.class,
      AllocatePortCommand.class,
      EtcdHostCommand.class,
      EtcdHostsCommand.class,
      AgentCommand.class,
      BootstrapCommand.class,
      DoctorCommand.class,
      PortsCommand.class,
      VpcCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Settings are also read from the environment: VIKING_ETCD, VIKING_HOSTS,",
      "VIKING_KEY, VIKING_HOME, VIKING_IP, VIKING_TAGS, VIKING_DEADLINE, DOCKER_HOST,",
      "DOCKER_TLS_VERIFY, DOCKER_CERT_PATH,",
      "and VIKING_ETCD_CA, _CERT, _CERT_KEY, _SERVER_NAME, _USER, _PASSWORD, _PASSWORD_FILE.",
      "Exit codes: 0 done, 1 failed, 2 bad usage or bad file."
    })
final class Main {
  private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // gRPC logs through java.util.logging, whose default would write to the terminal.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    if (isAgent(arguments)) {
      // Connections wait for it: its start does without the commands' 200 ms of reading options.
      AgentMain.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    System.exit(commandLine().execute(arguments));
  }

  /** Whether that runs the agent; what asks for help does not. */
  static boolean isAgent(String... arguments) {
    return arguments.length > 0
        && arguments[0].equals("agent")
        && Stream.of(arguments).noneMatch(HELP::contains);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new ErrorReport());
  }
}

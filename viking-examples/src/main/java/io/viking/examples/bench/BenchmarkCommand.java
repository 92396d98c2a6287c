package io.viking.examples.bench;

import java.util.concurrent.Callable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** What the commands of all benchmarks have in common. */
final class BenchmarkCommand {
  private BenchmarkCommand() {}

  /** The command of that benchmark, which says in one line what keeps it from measuring. */
  static CommandLine of(Callable<Integer> benchmark) {
    return new CommandLine(benchmark)
        .setExecutionExceptionHandler(
            (failure, command, arguments) -> {
              if (!(failure instanceof BenchmarkException)) {
                throw failure;
              }
              command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
              return ExitCode.SOFTWARE;
            });
  }

  /** Runs it and ends the process with its exit code. */
  static void run(CommandLine command, String... arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(command.execute(arguments));
  }
}

package io.viking.examples.cli;

import io.viking.docker.SecretsUnavailableException;
import io.viking.model.InvalidStackException;
import io.viking.model.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Shows a failure as its message; a stack trace is for faults of viking's own. */
final class ErrorReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    PrintWriter err = command.getErr();
    if (failure instanceof InvalidStackException invalid) {
      return notStarted(err, invalid.getMessage(), invalid.problems());
    }
    if (failure instanceof SecretsUnavailableException unavailable) {
      return notStarted(err, unavailable.getMessage(), unavailable.problems());
    }
    if (failure instanceof IllegalArgumentException) {
      err.println("viking: " + Console.plain(String.valueOf(failure.getMessage())));
      return ExitCode.USAGE;
    }
    if (isExplained(failure)) {
      err.println("viking: " + Console.plain(String.valueOf(failure.getMessage())));
      return ExitCode.SOFTWARE;
    }
    err.println("viking: an unexpected fault; please report it with this trace:");
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    err.println(Console.plain(trace.toString()));
    return ExitCode.SOFTWARE;
  }

  private static int notStarted(PrintWriter err, @Nullable String message, List<Problem> problems) {
    err.println(Console.plain(String.valueOf(message)));
    err.println(count(problems.size()) + ", nothing was started.");
    return ExitCode.USAGE;
  }

  private static String count(int problems) {
    return problems == 1 ? "1 problem" : problems + " problems";
  }

  /** viking's own exceptions carry a message that is meant to be read. */
  private static boolean isExplained(Exception failure) {
    return failure.getClass().getName().startsWith("io.viking.") && failure.getMessage() != null;
  }
}

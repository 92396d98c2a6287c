package io.viking.examples.cli;

import io.viking.model.InvalidStackException;
import java.io.PrintWriter;
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
      err.println(invalid.getMessage());
      err.println(count(invalid.problems().size()) + ", nothing was started.");
      return ExitCode.USAGE;
    }
    if (failure instanceof IllegalArgumentException) {
      err.println("viking: " + failure.getMessage());
      return ExitCode.USAGE;
    }
    if (isExplained(failure)) {
      err.println("viking: " + failure.getMessage());
      return ExitCode.SOFTWARE;
    }
    err.println("viking: an unexpected fault; please report it with this trace:");
    failure.printStackTrace(err);
    return ExitCode.SOFTWARE;
  }

  private static String count(int problems) {
    return problems == 1 ? "1 problem" : problems + " problems";
  }

  /** viking's own exceptions carry a message that is meant to be read. */
  private static boolean isExplained(Exception failure) {
    return failure.getClass().getName().startsWith("io.viking.") && failure.getMessage() != null;
  }
}

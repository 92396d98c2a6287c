package io.viking.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every benchmark has, and what follows from them. */
final class BenchmarkOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--quick",
      description = "A short run, of a minute or two: to see that it works, not for the record.")
  private boolean quick;

  @Option(names = "--rounds", paramLabel = "N", description = "How many rounds; default 5.")
  private Optional<Integer> rounds = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--markdown", description = "Prints the table as it stands in the docs.")
  private boolean markdown;

  boolean quick() {
    return quick;
  }

  /** How many rounds, at least one. */
  int rounds(int usual) {
    return positive("--rounds", rounds.orElse(usual));
  }

  /** The value of that option, which has to be 1 or more. */
  int positive(String option, int value) {
    if (value < 1) {
      throw usage(option + " must be 1 or more but was " + value);
    }
    return value;
  }

  /** What to throw where the command was used in a wrong way. */
  ParameterException usage(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  /** Tells what comes next. */
  void progress(String line) {
    command().commandLine().getErr().println(command().name() + ": " + line);
  }

  /** Prints the report, and writes it where it is wanted. */
  void show(BenchmarkReport report) {
    PrintWriter out = command().commandLine().getOut();
    out.print(markdown ? report.markdown() : report.text());
    out.flush();
    json.ifPresent(file -> write(file, report.json()));
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("the command was not made by picocli");
    }
    return spec;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchmarkException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}

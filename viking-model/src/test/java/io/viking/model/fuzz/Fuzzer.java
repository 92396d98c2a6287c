package io.viking.model.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Asks of a parser that of many inputs each is accepted or refused with its typed error and a
 * place, within 1 s and 256 MB, and that what it accepts it reads the same again once written.
 *
 * <p>System properties say which inputs: {@code viking.fuzz.inputs}, how many; {@code
 * viking.fuzz.seed}; {@code viking.fuzz.only}, the one parser; {@code viking.fuzz.number}, the one
 * input; {@code viking.fuzz.report}, a file to which each parser's counts are added.
 */
public final class Fuzzer {
  private static final int ORDINARY = 10_000;
  private static final long POLL_MILLIS = 20;
  private static final int LONGEST_SHOWN = 2_000;

  private final long seed;
  private final FuzzLimits limits;

  Fuzzer(long seed, FuzzLimits limits) {
    this.seed = seed;
    this.limits = limits;
  }

  /**
   * Feeds the parser as the system properties say.
   *
   * @throws AssertionError for the first input of which what is asked does not hold, with seed,
   *     parser and input
   */
  public static void check(FuzzTarget<?> target) {
    String only = System.getProperty("viking.fuzz.only", "");
    if (!only.isEmpty() && !only.equals(target.name())) {
      return;
    }
    Fuzzer fuzzer = new Fuzzer(Long.getLong("viking.fuzz.seed", 1), FuzzLimits.ofBuild());
    int number = Integer.getInteger("viking.fuzz.number", -1);
    int inputs = Integer.getInteger("viking.fuzz.inputs", ORDINARY);
    report(number < 0 ? fuzzer.run(target, 0, inputs) : fuzzer.run(target, number, number + 1));
  }

  /**
   * Feeds the parser's examples as they are, and nothing else.
   *
   * @throws AssertionError for the first one of which what is asked does not hold
   */
  public static void checkExamples(FuzzTarget<?> target) {
    new Fuzzer(0, FuzzLimits.ofBuild()).run(target, 0, target.examples().size());
  }

  private static void report(FuzzTally tally) {
    String file = System.getProperty("viking.fuzz.report", "");
    if (!file.isEmpty()) {
      append(Path.of(file), tally.line() + "\n");
    }
  }

  private static void append(Path file, String line) {
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Feeds the inputs of these numbers, the second one not included. */
  FuzzTally run(FuzzTarget<?> target, int first, int end) {
    FuzzInputs inputs = new FuzzInputs(target, seed);
    FuzzWorker<?> worker = new FuzzWorker<>(target, inputs, limits, first, end);
    worker.start();
    while (!ended(worker)) {
      if (worker.since() > limits.hang().toNanos()) {
        String where = "\n  at " + Arrays.toString(worker.getStackTrace()).replace(", ", "\n  at ");
        throw failure(target, inputs, worker.number(), "has not ended" + where, null);
      }
    }
    worker
        .failure()
        .ifPresent(
            e -> {
              throw failure(target, inputs, worker.number(), e.toString(), e);
            });
    return worker.tally();
  }

  private static boolean ended(Thread worker) {
    try {
      worker.join(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return !worker.isAlive();
  }

  private AssertionError failure(
      FuzzTarget<?> target, FuzzInputs inputs, int number, String what, @Nullable Throwable cause) {
    byte[] input = inputs.at(number);
    return new AssertionError(
        """
        parser %s, seed %d, input %d: %s
          Input (%d bytes%s): "%s"
          Again: viking-examples/faults/fuzz --only %s --seed %d --number %d"""
            .formatted(
                target.name(),
                seed,
                number,
                what,
                input.length,
                input.length > LONGEST_SHOWN
                    ? ", all of them in " + save(target, number, input)
                    : "",
                escape(input),
                target.name(),
                seed,
                number),
        cause);
  }

  private Path save(FuzzTarget<?> target, int number, byte[] input) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "fuzz"));
      return Files.write(folder.resolve("%s-%d-%d".formatted(target.name(), seed, number)), input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As C, Java and {@code printf} write them, so that an input can be copied from a log. */
  static String escape(byte[] input) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(input.length, LONGEST_SHOWN); i++) {
      int b = input[i] & 0xff;
      switch (b) {
        case '\n' -> text.append("\\n");
        case '"', '\\' -> text.append('\\').append((char) b);
        default -> text.append(b >= ' ' && b <= '~' ? "" + (char) b : "\\x%02x".formatted(b));
      }
    }
    return text.append(input.length > LONGEST_SHOWN ? "..." : "").toString();
  }
}

package io.viking.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run to its end.
 *
 * @param code how it ended; 0 where all went well
 * @param output all that it wrote
 */
record Tool(int code, String output) {
  private static final Duration SHORT = Duration.ofSeconds(10);

  /**
   * Runs a program that has to succeed within a few seconds.
   *
   * @throws BenchmarkException if it does not
   */
  static String demand(List<String> command) {
    Tool tool = run(SHORT, command);
    if (tool.code != 0) {
      throw new BenchmarkException(
          "'%s' ended with code %d: %s"
              .formatted(String.join(" ", command), tool.code, tool.output.strip()));
    }
    return tool.output;
  }

  /**
   * Runs a program; where it takes longer than the limit it is ended.
   *
   * @throws BenchmarkException if it cannot be started, or was ended
   */
  static Tool run(Duration limit, List<String> command) {
    try {
      Path output = Files.createTempFile("viking-bench", ".out");
      try {
        return run(limit, command, output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new BenchmarkException("cannot run '%s': %s".formatted(command.get(0), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while '" + command.get(0) + "' ran", e);
    }
  }

  private static Tool run(Duration limit, List<String> command, Path output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BenchmarkException(
            "'%s' has not ended after %s".formatted(String.join(" ", command), limit));
      }
      return new Tool(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  /** The command that runs another one in that network namespace. */
  static List<String> inside(String namespace, List<String> command) {
    return enter("/run/netns/" + namespace, command);
  }

  /** The command that runs another one in the network of that process. */
  static List<String> insideOf(long pid, List<String> command) {
    return enter("/proc/" + pid + "/ns/net", command);
  }

  private static List<String> enter(String file, List<String> command) {
    // Not `ip netns exec`, which mounts another /sys.
    List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + file));
    words.addAll(command);
    return words;
  }
}

package io.viking.ports.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that tests run. */
final class Command {
  private Command() {}

  /**
   * Skips the test where that program is missing, or fails it if the system property {@code
   * viking.it.required} is true.
   */
  static void require(String name) {
    boolean found =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    if (!found && Boolean.getBoolean("viking.it.required")) {
      Assertions.fail("no '" + name + "' in PATH, and viking.it.required is true");
    }
    Assumptions.assumeTrue(found, "no '" + name + "' in PATH");
  }

  /**
   * Runs it to its end and answers what it printed.
   *
   * @throws IllegalStateException if it ends with another code than 0
   */
  static String run(Map<String, String> environment, List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(words + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + words, e);
    }
  }
}

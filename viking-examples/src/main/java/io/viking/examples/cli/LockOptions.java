package io.viking.examples.cli;

import io.viking.docker.VikingBuilder;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.Option;

/** How long to wait for another program that changes the same stack. */
final class LockOptions {
  @Option(
      names = "--wait-lock",
      paramLabel = "TIME",
      defaultValue = "30s",
      description =
          "How long to wait for another program that is changing the same stack, as in 30s or 5m;"
              + " 0s fails at once; default ${DEFAULT-VALUE}.")
  private String wait = "30s";

  /** Sets it. */
  VikingBuilder in(VikingBuilder builder) {
    try {
      return builder.lockWait(Duration.parse("PT" + wait.strip()));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--wait-lock '" + wait + "' is no time.\n  Fix: write 30s, 5m or 0s", e);
    }
  }
}

package io.viking.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.testing.PrivateEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A real agent under load while endpoints come and go and engine and etcd are restarted.
 *
 * <p>{@code -Dviking.faults.seconds=600} makes the run longer, {@code
 * -Dviking.faults.data-path=kernel} takes the other data path.
 */
class AmbassadorSoakIT {
  /** The record stays there after the test. */
  private static final Path FOLDER = Path.of("target", "soak");

  private final long seconds = Long.getLong("viking.faults.seconds", 70);
  private final String dataPath = System.getProperty("viking.faults.data-path", "relay");

  @Test
  void losesNoConnectionAndGrowsNotWhateverComesAndGoes() throws Exception {
    Optional<String> missing = PrivateEngine.missing();
    if (!Boolean.getBoolean("viking.it.required")) {
      assumeTrue(missing.isEmpty(), missing.orElse(""));
    }

    SoakResult result = Soak.run(Duration.ofSeconds(seconds), dataPath);

    report(result);
    assertThat(result.problems()).as(result.figure()).isEmpty();
  }

  /** The figure that viking-examples/faults/soak prints. */
  private static void report(SoakResult result) throws IOException {
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve("figure"), result.figure() + "\n");
    Files.write(FOLDER.resolve("problems"), result.problems());
    Files.write(FOLDER.resolve("record"), result.record());
    System.out.println(result.figure());
  }
}

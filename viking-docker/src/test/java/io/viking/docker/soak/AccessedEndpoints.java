package io.viking.docker.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where connections were led, as an agent's access log has it. */
final class AccessedEndpoints {
  /** A client's clock and an agent's read the same one, at moments that are milliseconds apart. */
  private static final Duration APART = Duration.ofSeconds(2);

  private static final Pattern LINE =
      Pattern.compile("\"time\":\"([^\"]+)\".*\"endpoint\":\"([^\"]+)\"");

  private final Path log;

  AccessedEndpoints(Path log) {
    this.log = log;
  }

  /** That of the connection from this port that began then; empty if it had none. */
  Optional<String> of(int sourcePort, Instant begin) {
    String source = ":" + sourcePort + "\",\"port\":";
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(source))
          .map(LINE::matcher)
          .filter(Matcher::find)
          .filter(line -> isNear(Instant.parse(line.group(1)), begin))
          .map(line -> line.group(2))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNear(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(APART) < 0;
  }
}

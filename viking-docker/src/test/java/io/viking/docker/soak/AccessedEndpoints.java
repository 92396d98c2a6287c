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
  /** A client and an agent read the same clock, the client twice: as a calendar and as a count. */
  private static final Duration APART = Duration.ofMillis(20);

  private static final Pattern LINE =
      Pattern.compile("\"time\":\"([^\"]+)\".*\"endpoint\":\"([^\"]+)\"");

  private final Path log;

  AccessedEndpoints(Path log) {
    this.log = log;
  }

  /**
   * That of the connection from this port that was accepted in that time; empty if there was none.
   * Others have had the same port seconds before or after.
   */
  Optional<String> of(int sourcePort, Instant begin, Instant end) {
    String source = ":" + sourcePort + "\",\"port\":";
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(source))
          .map(LINE::matcher)
          .filter(Matcher::find)
          .filter(line -> isIn(Instant.parse(line.group(1)), begin, end))
          .map(line -> line.group(2))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isIn(Instant accepted, Instant begin, Instant end) {
    return accepted.isAfter(begin.minus(APART)) && accepted.isBefore(end.plus(APART));
  }
}

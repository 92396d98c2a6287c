package io.viking.ports;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** An event on one line: number, time, kind, subject and reason, with a tab between each. */
final class EventLine {
  private static final int PARTS = 5;

  private EventLine() {}

  static String write(long number, LoggedEvent event) {
    return String.join(
        "\t",
        Long.toString(number),
        event.time().toString(),
        escape(event.kind()),
        escape(event.subject()),
        escape(event.reason()));
  }

  /** Empty where that is no such line. */
  static Optional<Map.Entry<Long, LoggedEvent>> read(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      LoggedEvent event =
          new LoggedEvent(
              Instant.parse(parts[1]), unescape(parts[2]), unescape(parts[3]), unescape(parts[4]));
      return Optional.of(Map.entry(Long.valueOf(parts[0]), event));
    } catch (DateTimeParseException | NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
      } else {
        char escaped = text.charAt(++i);
        plain.append(
            escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped == 't' ? '\t' : escaped);
      }
    }
    return plain.toString();
  }
}

package io.viking.ports;

import io.viking.model.yaml.Quote;

/**
 * The beginning of a text that anybody may have written, fit for a message: on one line, of a
 * readable length, and without characters that a terminal would obey.
 */
final class Excerpt {
  private static final int MOST_OF_A_VALUE = 40;
  private static final int MOST_OF_A_LINE = 400;

  private Excerpt() {}

  /** Of a value. */
  static String of(String value) {
    return Quote.shorten(value, MOST_OF_A_VALUE);
  }

  /** Of a key, or of a message that may quote one. */
  static String line(String text) {
    return Quote.shorten(text, MOST_OF_A_LINE);
  }

  /** The whole text as one word of a shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}

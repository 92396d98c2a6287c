package io.viking.ports;

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
    return cut(value, MOST_OF_A_VALUE);
  }

  /** Of a key, or of a message that may quote one. */
  static String line(String text) {
    return cut(text, MOST_OF_A_LINE);
  }

  /** The whole text as one word of a shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String cut(String text, int most) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(most).forEach(c -> append(shown, c));
    return text.codePoints().skip(most).findAny().isPresent() ? shown + "..." : shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    int type = Character.getType(c);
    boolean plain =
        type != Character.CONTROL
            && type != Character.FORMAT
            && type != Character.SURROGATE
            && type != Character.LINE_SEPARATOR
            && type != Character.PARAGRAPH_SEPARATOR;
    if (plain) {
      shown.appendCodePoint(c);
    } else {
      shown.append(String.format("\\u%04x", c));
    }
  }
}

package io.viking.model.yaml;

/** Makes a text that anybody may have written fit for a message. Stateless. */
public final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  /** The text on one line that shows what is in it, cut where it is too long to help. */
  static String shorten(String text) {
    return shorten(text, LONGEST);
  }

  /**
   * The text on one line that shows what is in it: a character that ends lines, that a terminal
   * obeys, that cannot be seen or that turns the direction of writing round is shown by its number.
   *
   * @param longest how many characters of the text are shown; three dots stand for more
   */
  public static String shorten(String text, int longest) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                line.append(String.format("\\x%02x", c));
              } else if (isUnseen(c)) {
                line.append(String.format("\\u%04x", c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return text.codePointCount(0, text.length()) > longest ? line + "..." : line.toString();
  }

  /**
   * Whether it ends a line, turns the writing direction round so that the message reads as another
   * one (Unicode TR 36), or cannot be seen at all.
   */
  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}

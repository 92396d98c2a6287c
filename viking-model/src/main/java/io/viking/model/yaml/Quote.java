package io.viking.model.yaml;

/** Makes a user's text fit for an error message. */
final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  /** The text on one line without control characters, cut where it is too long to help. */
  static String shorten(String text) {
    return shorten(text, LONGEST);
  }

  /** The same with at most so many characters. */
  static String shorten(String text, int longest) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                line.append(String.format("\\x%02x", c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return text.codePointCount(0, text.length()) > longest ? line + "..." : line.toString();
  }
}

package io.viking.model.yaml;

import io.viking.model.Place;

/** Finds characters and lines that no YAML file may have, before the parser stumbles over one. */
final class Characters {
  private static final int MOST_REPORTED = 5;

  /**
   * SnakeYAML copies what it has read of a line again and again, and no system takes a longer
   * variable or argument.
   */
  private static final int LONGEST_LINE = 1 << 18;

  private Characters() {}

  static void check(Source source, Faults faults) {
    int line = 1;
    int column = 1;
    int found = 0;
    for (int i = 0; i < source.text().length() && found < MOST_REPORTED; ) {
      int c = source.text().codePointAt(i);
      if (!isAllowed(c)) {
        found++;
        faults.add(
            new Place(source.file(), line, column),
            String.format("character U+%04X is not allowed in a file.", c),
            c < 0x100
                ? String.format("remove it, or write it in double quotes as \"\\x%02x\".", c)
                : "remove it.");
      }
      if (column > LONGEST_LINE) {
        tooLong(source, line, faults);
        return;
      }
      boolean lineEnds = c == '\n' || (c == '\r' && !source.text().startsWith("\n", i + 1));
      line += lineEnds ? 1 : 0;
      column = lineEnds ? 1 : column + 1;
      i += Character.charCount(c);
    }
  }

  private static void tooLong(Source source, int line, Faults faults) {
    faults.add(
        new Place(source.file(), line, LONGEST_LINE),
        "the line is longer than " + LONGEST_LINE + " characters.",
        "break it: a text in double quotes may go on in the next line.");
  }

  /** The printable characters of YAML 1.2, section 5.1. */
  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c == 0x85
        || (c >= 0x20 && c <= 0x7e)
        || (c >= 0xa0 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}

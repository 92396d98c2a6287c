package io.viking.docker.launch;

import java.util.regex.Pattern;

/**
 * A line that a container printed, as text alone: what a terminal would obey (colours, cursor
 * movements, titles; ECMA-48) could make an error look like another one, and so could what turns
 * the direction of writing round (Unicode TR 36).
 */
final class PlainOutput {
  private static final int ESCAPE = 0x1b;

  /** Control sequences, and strings such as a title, closed or not. */
  private static final Pattern SEQUENCE =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*+[ -/]*+[@-~]|[\\]PX^_][^\u0007\u001b]*+(?:\u0007|\u001b\\\\)?)");

  private PlainOutput() {}

  /** Without such sequences; every other character that is not to be seen is a '?'. */
  static String of(String line) {
    String text = line.indexOf(ESCAPE) < 0 ? line : SEQUENCE.matcher(line).replaceAll("");
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().map(PlainOutput::seen).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static int seen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\t' ? c : '?';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          '?';
      default -> c;
    };
  }
}

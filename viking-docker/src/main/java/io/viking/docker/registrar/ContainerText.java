package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;

/** How containers are named in problems. */
final class ContainerText {
  private static final int LONGEST = 200;

  private ContainerText() {}

  static String variable(ContainerFacts container, String variable, String value) {
    return "variable " + variable + "=" + shown(value) + " of container '" + container.name() + "'";
  }

  /** On one line of a log, however long it is and whatever is in it. */
  private static String shown(String value) {
    StringBuilder shown = new StringBuilder();
    value.codePoints().limit(LONGEST).map(ContainerText::seen).forEach(shown::appendCodePoint);
    return value.codePointCount(0, value.length()) > LONGEST ? shown + "..." : shown.toString();
  }

  private static int seen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          '?';
      default -> c;
    };
  }
}

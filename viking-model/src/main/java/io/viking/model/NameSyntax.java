package io.viking.model;

import java.util.regex.Pattern;

/** The one syntax of stack and job names. */
final class NameSyntax {
  static final String RULE =
      "letters, digits and '-', starting with a letter or digit, at most 63 characters";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");

  private NameSyntax() {}

  static boolean isValid(String name) {
    return VALID.matcher(name).matches();
  }

  static void check(String what, String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          what + " name '" + name + "' is not valid: " + RULE + " (no '_')");
    }
  }
}

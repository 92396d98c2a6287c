package io.viking.docker.plan;

import java.util.regex.Pattern;

/** Words as a POSIX shell reads them. */
public final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
  private static final Pattern SAFE_IN_DOUBLE_QUOTES = Pattern.compile("[^\"\\\\$`!\\n]*");

  private Shell() {}

  /** The word as it is if it needs no quotes, else in single quotes; it may have several lines. */
  public static String word(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** The word in double quotes, as the design document writes variables, where that is safe. */
  static String quoted(String word) {
    return SAFE_IN_DOUBLE_QUOTES.matcher(word).matches() ? "\"" + word + "\"" : word(word);
  }
}

package io.viking.docker.plan;

import io.viking.model.SecretSource;
import java.util.regex.Pattern;

/** Words as a POSIX shell reads them. */
public final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** POSIX, "Name": what a shell can assign to. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Pattern SAFE_IN_DOUBLE_QUOTES = Pattern.compile("[^\"\\\\$`!\\n]*");

  private Shell() {}

  /** The word as it is if it needs no quotes, else in single quotes; it may have several lines. */
  public static String word(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** What a shell replaces by the value that is found there, as one word. */
  public static String value(SecretSource source) {
    if (source.kind() == SecretSource.Kind.FILE) {
      return "\"$(cat " + word(source.name()) + ")\"";
    }
    return NAME.matcher(source.name()).matches()
        ? "\"$" + source.name() + "\""
        : "\"$(printenv " + word(source.name()) + ")\"";
  }

  /** The word in double quotes, as the design document writes variables, where that is safe. */
  static String quoted(String word) {
    return SAFE_IN_DOUBLE_QUOTES.matcher(word).matches() ? "\"" + word + "\"" : word(word);
  }
}

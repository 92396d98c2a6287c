package io.viking.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a container's environment and arguments can hold. */
public final class VariableSyntax {
  private static final Pattern PUBLISHED =
      Pattern.compile("SERVICE_([0-9]+_.*|NAME|ID|IGNORE)|BACKEND_[0-9]+");

  private VariableSyntax() {}

  /**
   * Why the text cannot name a variable: it is empty, or holds white space, a control character or
   * {@code =}. Empty if it can. Dots and dashes pass, since applications use them.
   */
  public static Optional<String> nameFault(String name) {
    if (name.isEmpty()) {
      return Optional.of("a variable needs a name");
    }
    boolean clean =
        name.codePoints()
            .noneMatch(c -> c == '=' || Character.isWhitespace(c) || Character.isISOControl(c));
    return clean
        ? textFault(name)
        : Optional.of("a variable's name holds no white space, control character or '='");
  }

  /**
   * Why the text cannot name a variable whose value is a secret: beside what {@link #nameFault}
   * says, the registrar publishes the values of {@code SERVICE_<port>_NAME} and its like, and the
   * agent reads those of {@code BACKEND_<port>}. Empty if it can.
   */
  public static Optional<String> secretNameFault(String name) {
    return PUBLISHED.matcher(name).matches()
        ? Optional.of("the value of '" + name + "' is published, so it cannot be a secret")
        : nameFault(name);
  }

  /**
   * Why the text cannot be a variable's value: it holds a control character other than tab and line
   * breaks (a certificate has lines), or half a surrogate pair. Empty if it can.
   */
  public static Optional<String> valueFault(String value) {
    return value
        .codePoints()
        .filter(c -> Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r')
        .mapToObj(c -> String.format("a variable cannot hold the control character U+%04X", c))
        .findFirst()
        .or(() -> textFault(value));
  }

  /**
   * Why the text cannot be an argument or another text of a job: it holds U+0000, which ends a
   * text, or half a surrogate pair, which no encoding can write. Empty if it can.
   */
  public static Optional<String> textFault(String text) {
    return text.codePoints()
        .filter(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
        .mapToObj(
            c ->
                c == 0
                    ? "a text cannot hold the character U+0000"
                    : String.format("U+%04X is half of a surrogate pair", c))
        .findFirst();
  }
}

package io.viking.model;

import java.util.Optional;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * Where the value of a variable is found when a container is made, so that the value itself stands
 * in no stack file, no plan and no label. It is read on the machine that deploys.
 *
 * <pre>{@code
 * Job.builder().putSecrets("PASSWORD", SecretSource.file("/run/secrets/db"));
 * }</pre>
 */
@Value.Immutable
public abstract class SecretSource {
  private static final Pattern ABSOLUTE = Pattern.compile("(?s)/.+|[A-Za-z]:[\\\\/].+|\\\\\\\\.+");

  SecretSource() {}

  /** The kinds of place. */
  public enum Kind {
    /** The content of a file. */
    FILE,
    /** A variable of the environment of the program that deploys. */
    ENV
  }

  /** What kind of place it is. */
  public abstract Kind kind();

  /** The absolute path of the file, or the name of the variable. */
  public abstract String name();

  /** Where it was written; not part of equality. */
  @Value.Auxiliary
  public abstract Optional<Place> place();

  /**
   * The content of that file, without a line break at its end.
   *
   * @param path an absolute path: a relative one would mean another file in each folder
   * @throws IllegalArgumentException if it is not absolute
   */
  public static SecretSource file(String path) {
    return ImmutableSecretSource.builder().kind(Kind.FILE).name(path).build();
  }

  /**
   * The value of that variable in the environment of the program that deploys.
   *
   * @throws IllegalArgumentException if it cannot name a variable
   */
  public static SecretSource env(String variable) {
    return ImmutableSecretSource.builder().kind(Kind.ENV).name(variable).build();
  }

  /** The same, written there. */
  public SecretSource at(Place place) {
    return ImmutableSecretSource.builder().from(this).place(place).build();
  }

  @Value.Check
  void check() {
    boolean file = kind() == Kind.FILE;
    Optional<String> fault =
        file ? VariableSyntax.textFault(name()) : VariableSyntax.nameFault(name());
    if (name().codePoints().anyMatch(Character::isISOControl)) {
      fault = Optional.of("it must hold no control character");
    } else if (file && !ABSOLUTE.matcher(name()).matches()) {
      fault = Optional.of("the path of a secret's file must be absolute");
    }
    fault.ifPresent(
        why -> {
          throw new IllegalArgumentException("'" + shown() + "' is refused: " + why);
        });
  }

  private String shown() {
    return name().replaceAll("\\p{Cntrl}", "?");
  }

  /** {@code file '/run/secrets/db'}, {@code variable 'DB_PASSWORD'}: for messages. */
  @Override
  public final String toString() {
    return (kind() == Kind.FILE ? "file '" : "variable '") + name() + "'";
  }

  /** What stands in the value's place wherever variables are shown. */
  public String placeholder() {
    return kind() == Kind.FILE ? "<from file " + name() + ">" : "<from variable " + name() + ">";
  }
}

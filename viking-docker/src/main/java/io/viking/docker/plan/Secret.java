package io.viking.docker.plan;

import io.viking.model.SecretSource;
import java.util.Objects;

/**
 * The value of a variable, read from where its job says. Whatever shows it shows the source only.
 * Immutable.
 */
public final class Secret {
  private final SecretSource source;
  private final String value;
  private final String fingerprint;

  private Secret(SecretSource source, String value, String fingerprint) {
    this.source = source;
    this.value = value;
    this.fingerprint = fingerprint;
  }

  /**
   * A value and where it was found.
   *
   * @param fingerprint the same for the same value, another for another one; it ends up, hashed, in
   *     a label, so that it must not help anybody to guess the value
   */
  public static Secret of(SecretSource source, String value, String fingerprint) {
    return new Secret(source, value, fingerprint);
  }

  /** Where it was found. */
  public SecretSource source() {
    return source;
  }

  /** The value itself: for a container's environment and nothing else. */
  public String value() {
    return value;
  }

  /** What tells one value from another. */
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && source.equals(that.source)
        && value.equals(that.value)
        && fingerprint.equals(that.fingerprint);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, fingerprint);
  }

  /** The source only. */
  @Override
  public String toString() {
    return source.toString();
  }
}

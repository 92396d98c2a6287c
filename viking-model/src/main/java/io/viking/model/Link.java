package io.viking.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/** A job's need of another job, as it was written. */
@Value.Immutable
public abstract class Link {
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");

  private static final Pattern NOT_IN_PREFIX = Pattern.compile("[^A-Z0-9_]");

  private static final Pattern COPIED = Pattern.compile("[A-Za-z0-9_.-]*\\*?");

  Link() {}

  /** The stack of the job linked to; empty for the linking job's own stack. */
  public abstract Optional<StackName> stack();

  /** The job linked to. */
  public abstract JobName job();

  /** The name that takes the place of the job's in the variables; starts with a letter. */
  public abstract Optional<String> alias();

  /**
   * Names of the target's variables that are copied as {@code PREFIX_ENV_<name>}; a {@code *} at
   * the end stands for any characters. Empty: none, since copying all leaks secrets.
   */
  public abstract List<String> env();

  /** Where the link was written; not part of equality. */
  @Value.Auxiliary
  public abstract Optional<Place> place();

  /** A builder; {@link #job()} is required. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads {@code job}, {@code stack/job} or either with {@code :alias} behind it.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Link parse(String text) {
    int colon = text.indexOf(':');
    String to = colon < 0 ? text : text.substring(0, colon);
    int slash = to.indexOf('/');
    Builder builder = builder().job(JobName.of(to.substring(slash + 1)));
    if (slash >= 0) {
      builder.stack(StackName.of(to.substring(0, slash)));
    }
    if (colon >= 0) {
      builder.alias(text.substring(colon + 1));
    }
    return builder.build();
  }

  /** The service linked to, for a job of that stack. */
  public ServiceName target(StackName own) {
    return new ServiceName(stack().orElse(own), job());
  }

  /** The link's own name: the alias, else {@code stack_job}, else {@code job}; case kept. */
  public String linkName() {
    return alias().orElseGet(() -> stack().map(stack -> stack + "_").orElse("") + job());
  }

  /**
   * What the link's variables start with, without the underscore behind it: {@link #linkName()} in
   * upper case, with {@code _} for every character that is not a letter, digit or underscore.
   */
  public String prefix() {
    return NOT_IN_PREFIX.matcher(linkName().toUpperCase(Locale.ROOT)).replaceAll("_");
  }

  @Value.Check
  void check() {
    env().stream()
        .filter(name -> name.isEmpty() || !COPIED.matcher(name).matches())
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "link to '" + job() + "' copies '" + name + "', which names no variable");
            });
    alias()
        .filter(alias -> !ALIAS.matcher(alias).matches())
        .ifPresent(
            alias -> {
              throw new IllegalArgumentException(
                  "link alias '"
                      + alias
                      + "' is not valid: a letter, then letters, digits, '_', '.' and '-',"
                      + " at most 63 characters");
            });
  }

  /** The form that {@link #parse} reads, without the variables to copy. */
  @Override
  public final String toString() {
    return stack().map(stack -> stack + "/").orElse("")
        + job()
        + alias().map(alias -> ":" + alias).orElse("");
  }

  /** Builds a {@link Link}; not safe for use by several threads. */
  public static final class Builder extends ImmutableLink.Builder {
    Builder() {}
  }
}

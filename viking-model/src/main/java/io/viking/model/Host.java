package io.viking.model;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/** A machine with a Docker engine. */
@Value.Immutable
public abstract class Host {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

  Host() {}

  /** The host's name, unique in the cluster. */
  public abstract String name();

  /** Where its engine answers: {@code unix:///var/run/docker.sock} or {@code tcp://host:2376}. */
  public abstract String engine();

  /**
   * The private address at which other hosts reach its published ports, as an IP literal. Empty:
   * the address of the engine's bridge, which only this host itself can reach.
   */
  public abstract Optional<String> address();

  /** Words that a job's {@code filter} can ask for. */
  public abstract Set<String> tags();

  /** A builder; {@link #name()} and {@link #engine()} are required. */
  public static Builder builder() {
    return new Builder();
  }

  /** A host without tags. */
  public static Host of(String name, String address, String engine) {
    return builder().name(name).address(address).engine(engine).build();
  }

  @Value.Check
  void check() {
    if (!NAME.matcher(name()).matches()) {
      throw new IllegalArgumentException(
          "host name '" + name() + "' is not valid: letters, digits, '.', '_' and '-'");
    }
    if (!engine().matches("(unix|tcp|npipe|https?|ssh)://.+")) {
      throw new IllegalArgumentException(
          "engine of host '"
              + name()
              + "' must be an address such as unix:///var/run/docker.sock or tcp://10.0.0.1:2376"
              + " but was '"
              + engine()
              + "'");
    }
  }

  @Override
  public final String toString() {
    return name();
  }

  /** Builds a {@link Host}; not safe for use by several threads. */
  public static final class Builder extends ImmutableHost.Builder {
    Builder() {}
  }
}

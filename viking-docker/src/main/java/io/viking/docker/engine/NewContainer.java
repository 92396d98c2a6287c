package io.viking.docker.engine;

import io.viking.model.ExposedPort;
import io.viking.model.RestartPolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;

/** A container for an engine to make. */
@Value.Immutable
public abstract class NewContainer {
  NewContainer() {}

  /** Its name. */
  public abstract String name();

  /** The image, as the engine names it. */
  public abstract String image();

  /** What takes the place of the image's CMD. */
  public abstract Optional<List<String>> command();

  /** What takes the place of the image's ENTRYPOINT. */
  public abstract Optional<List<String>> entrypoint();

  /** Its variables; no part of {@link #toString()}, since values can be secrets. */
  @Value.Redacted
  public abstract Map<String, String> environment();

  /** Its labels. */
  public abstract Map<String, String> labels();

  /** The ports to expose and publish, each on a number that the engine picks. */
  public abstract List<ExposedPort> ports();

  /** The host's address to publish them on; empty: all addresses. */
  public abstract Optional<String> publishAddress();

  /** What is mounted: {@code source:target} or {@code source:target:ro}. */
  public abstract List<String> binds();

  /**
   * Folders of the host that appear at the same path, without what is mounted below them: so the
   * container keeps nothing mounted that the host has unmounted.
   */
  public abstract List<String> flatBinds();

  /** Entries for its hosts file, {@code name:address}. */
  public abstract List<String> extraHosts();

  /** The network; empty: the default bridge. */
  public abstract Optional<String> networkMode();

  /** Capabilities that it is given, such as {@code NET_ADMIN}. */
  public abstract List<String> capabilities();

  /**
   * Whether it has those capabilities alone in place of the engine's default ones, can get no
   * others, and cannot write to the image's files; default false.
   */
  @Value.Default
  public boolean confined() {
    return false;
  }

  /**
   * Folders of its own, which are removed with it; they can be written to also if it is confined.
   */
  public abstract List<String> ownVolumes();

  /** Folders in memory, from which programs may run. */
  public abstract List<String> memoryFolders();

  /** The working directory. */
  public abstract Optional<String> cwd();

  /** The user. */
  public abstract Optional<String> user();

  /** The most memory in bytes. */
  public abstract OptionalLong memory();

  /** How many processors. */
  public abstract Optional<BigDecimal> cpus();

  /** What the engine does when the process ends. */
  public abstract RestartPolicy restart();

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link NewContainer}; not safe for use by several threads. */
  public static final class Builder extends ImmutableNewContainer.Builder {
    Builder() {}
  }
}

package io.viking.docker.plan;

import io.viking.model.ExposedPort;
import io.viking.model.InstanceId;
import io.viking.model.RestartPolicy;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;

/** One container to be, down to each flag. */
@Value.Immutable
public abstract class ContainerSpec {
  ContainerSpec() {}

  /** The instance that the container is; its name is {@link InstanceId#containerName()}. */
  public abstract InstanceId instance();

  /** The image, as the engine names it. */
  public abstract String image();

  /** What takes the place of the image's CMD. */
  public abstract Optional<List<String>> command();

  /** What takes the place of the image's ENTRYPOINT. */
  public abstract Optional<List<String>> entrypoint();

  /**
   * All variables: links, registrar's contract, the job's own; in the order of their names. In the
   * place of a secret value stands where it is found, until the spec is {@link #revealed}. No part
   * of {@link #toString()}.
   */
  @Value.Redacted
  public abstract Map<String, String> environment();

  /** Which of these variables are secrets: the job's own, and those that links copy. */
  public abstract Map<String, Secret> secrets();

  /** All labels, viking's own included. */
  public abstract Map<String, String> labels();

  /** The ports to publish, each on a number that the engine picks; TCP, UDP and SCTP. */
  public abstract List<ExposedPort> ports();

  /**
   * The address of the host that ports are published on. Empty: the gateway address of the engine's
   * default bridge.
   */
  public abstract Optional<String> publishAddress();

  /** The volumes and folders. */
  public abstract List<Mount> mounts();

  /** Entries for the container's hosts file, {@code name:address}. */
  public abstract List<String> extraHosts();

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

  /**
   * This spec with the values of all secrets in its {@link #environment()}: what a launcher is
   * given, and nobody else.
   */
  public ContainerSpec revealed() {
    if (secrets().isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(environment());
    secrets().forEach((name, secret) -> all.put(name, secret.value()));
    return withEnvironment(all);
  }

  /** This spec for another instance; Immutables writes it, as it does the others. */
  abstract ContainerSpec withInstance(InstanceId instance);

  /** This spec with other variables. */
  abstract ContainerSpec withEnvironment(Map<String, ? extends String> environment);

  /** This spec with other labels. */
  abstract ContainerSpec withLabels(Map<String, ? extends String> labels);

  /** This spec published at another address. */
  abstract ContainerSpec withPublishAddress(Optional<String> address);

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link ContainerSpec}; not safe for use by several threads. */
  public static final class Builder extends ImmutableContainerSpec.Builder {
    Builder() {}
  }
}

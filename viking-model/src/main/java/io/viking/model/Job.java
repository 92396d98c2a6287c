package io.viking.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.immutables.value.Value;

/** One service of a stack, as its author described it. Lists and maps keep the written order. */
@Value.Immutable
public abstract class Job {
  /** How long the connections of an instance that goes may take to end where not given: 10 s. */
  public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

  /** Moby {@code daemon/daemon_unix.go}, {@code linuxMinMemory}. */
  private static final long LEAST_MEMORY = 6L << 20;

  private static final int MOST_INSTANCES = 999_999;

  Job() {}

  /** The job's name in its stack. */
  public abstract JobName name();

  /** The image that its containers are made from, as the engine names it. */
  public abstract String image();

  /** The exposed ports; empty: those of the image's EXPOSE. An empty list: none. */
  public abstract Optional<List<ExposedPort>> expose();

  /** The jobs it needs. */
  public abstract List<Link> links();

  /** The volumes and folders it mounts. */
  public abstract List<VolumeMount> volumes();

  /** Variables that win over the generated ones; anybody may see them. */
  public abstract Map<String, String> environment();

  /**
   * Variables whose values are read when a container is made, by name; they win as those of {@link
   * #environment()} do, and none is in both.
   */
  public abstract Map<String, SecretSource> secrets();

  /** What takes the place of the image's CMD. */
  public abstract Optional<List<String>> command();

  /** What takes the place of the image's ENTRYPOINT. */
  public abstract Optional<List<String>> entrypoint();

  /** The working directory in the container. */
  public abstract Optional<String> cwd();

  /** The user, {@code name}, {@code uid} or either with {@code :group}. */
  public abstract Optional<String> user();

  /** Labels beside viking's own; names starting with {@code viking.} are refused. */
  public abstract Map<String, String> labels();

  /** The most memory a container may use, in bytes; at least 6 MiB. */
  public abstract OptionalLong memory();

  /** How many processors a container may use, such as 0.5. */
  public abstract Optional<BigDecimal> cpus();

  /** What the engine does when the process ends; {@link RestartPolicy#DEFAULT} where not given. */
  @Value.Default
  public RestartPolicy restart() {
    return RestartPolicy.DEFAULT;
  }

  /** How many instances there are over the whole cluster; 0 or more, default 1. */
  @Value.Default
  public int scale() {
    return 1;
  }

  /** Only hosts that have all of these tags may run it. */
  public abstract List<String> filter();

  /** Whether a re-deploy leaves its containers as they are. */
  @Value.Default
  public boolean isStatic() {
    return false;
  }

  /** How its instances are probed; empty: {@link Health#tcp()}. */
  public abstract Optional<Health> health();

  /** How many instances an update replaces at a time; at least 1, which is the default. */
  @Value.Default
  public int parallelism() {
    return 1;
  }

  /**
   * How long the connections of an instance that goes may take to end; 0 does not wait, default
   * {@link #DEFAULT_DRAIN}.
   */
  @Value.Default
  public Duration drain() {
    return DEFAULT_DRAIN;
  }

  /** Where the job was written; not part of equality. */
  @Value.Auxiliary
  public abstract Optional<Place> place();

  /** A builder; {@link #name()} and {@link #image()} are required. */
  public static Builder builder() {
    return new Builder();
  }

  /** A job of that name and image, with every default. */
  public static Job of(String name, String image) {
    return builder().name(JobName.of(name)).image(image).build();
  }

  /** This job with another number of instances. */
  public Job withScale(int scale) {
    return builder().from(this).scale(scale).build();
  }

  /** This job with its exposed ports settled. */
  public Job withExpose(List<ExposedPort> ports) {
    return builder().from(this).expose(List.copyOf(ports)).build();
  }

  /** Whether it writes to a volume of the engine, and so can run where that volume is only. */
  public boolean writesToVolume() {
    return volumes().stream().anyMatch(volume -> !volume.isHostPath() && !volume.readOnly());
  }

  @Value.Check
  void check() {
    require(!image().isBlank(), "job '" + name() + "' has no image");
    require(
        image().codePoints().noneMatch(c -> c <= ' ' || c == 0x7f),
        "image of job '" + name() + "' must not hold white space or control characters");
    require(
        scale() >= 0 && scale() <= MOST_INSTANCES,
        "scale of job '" + name() + "' must be 0 or more, and below a million, but was " + scale());
    require(
        scale() <= 1 || !writesToVolume(),
        "job '"
            + name()
            + "' has scale "
            + scale()
            + " and a writable volume: one volume cannot"
            + " be on several hosts");
    require(
        memory().isEmpty() || memory().getAsLong() >= LEAST_MEMORY,
        "memory of job '" + name() + "' must be at least 6m, the least that engines give");
    require(
        cpus().isEmpty() || cpus().get().signum() > 0,
        "cpus of job '" + name() + "' must be positive");
    require(
        labels().keySet().stream().noneMatch(label -> label.startsWith("viking.")),
        "labels of job '" + name() + "' must not start with 'viking.'");
    require(
        cwd().isEmpty() || cwd().get().startsWith("/"),
        "cwd of job '" + name() + "' must be an absolute path");
    require(
        user().isEmpty() || user().get().matches("[^\\s\\p{Cntrl}]+"),
        "user of job '" + name() + "' must be a word");
    require(
        filter().stream().allMatch(tag -> tag.matches("[^\\s\\p{Cntrl},]+")),
        "filter of job '" + name() + "' must hold tags without white space and ','");
    require(
        labels().keySet().stream().noneMatch(String::isBlank),
        "labels of job '" + name() + "' must have names");
    require(
        parallelism() >= 1 && parallelism() <= MOST_INSTANCES,
        "parallelism of job '"
            + name()
            + "' must be 1 or more, and below a million, but was "
            + parallelism());
    require(
        !drain().isNegative(),
        "drain of job '" + name() + "' must not be negative but was " + drain());
    checkTexts();
  }

  private void checkTexts() {
    environment()
        .forEach(
            (key, value) -> {
              require(VariableSyntax.nameFault(key));
              require(VariableSyntax.valueFault(value));
            });
    secrets()
        .keySet()
        .forEach(
            key -> {
              require(VariableSyntax.secretNameFault(key));
              require(
                  !environment().containsKey(key),
                  "job '" + name() + "' has variable '" + key + "' twice: as a text and a secret");
            });
    Stream.of(
            labels().keySet().stream(),
            labels().values().stream(),
            command().stream().flatMap(List::stream),
            entrypoint().stream().flatMap(List::stream),
            cwd().stream(),
            user().stream(),
            filter().stream(),
            Stream.of(image()))
        .flatMap(texts -> texts)
        .forEach(text -> require(VariableSyntax.textFault(text)));
  }

  private void require(Optional<String> fault) {
    fault.ifPresent(
        why -> {
          throw new IllegalArgumentException("job '" + name() + "': " + why);
        });
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Builds a {@link Job}; not safe for use by several threads. */
  public static final class Builder extends ImmutableJob.Builder {
    Builder() {}
  }
}

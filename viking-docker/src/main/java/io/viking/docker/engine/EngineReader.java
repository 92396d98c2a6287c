package io.viking.docker.engine;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import io.viking.model.placement.Resources;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine's answers about itself as our values. */
final class EngineReader {
  private EngineReader() {}

  static EngineFacts facts(Version version, Info info) {
    return EngineFacts.builder()
        .version(orUnknown(version.getVersion()))
        .apiVersion(orUnknown(version.getApiVersion()))
        .liveRestore(liveRestore(info))
        .time(time(info.getSystemTime()))
        .build();
  }

  /** An engine that cannot find out says 0. */
  static Optional<Resources> capacity(Info info) {
    Long memory = info.getMemTotal();
    Integer cpus = info.getNCPU();
    return memory == null || memory <= 0 || cpus == null || cpus <= 0
        ? Optional.empty()
        : Optional.of(Resources.of(memory, BigDecimal.valueOf(cpus)));
  }

  /** docker-java 3.7.1 has no name for it. */
  private static Optional<Boolean> liveRestore(Info info) {
    return info.getRawValues().get("LiveRestoreEnabled") instanceof Boolean on
        ? Optional.of(on)
        : Optional.empty();
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String orUnknown(@Nullable String text) {
    return text == null ? "unknown" : text;
  }
}

package io.viking.docker.doctor;

import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineFacts;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.engine.PlainEngines;
import io.viking.model.Host;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Asks one host's engine. */
final class EngineReading {
  private final EngineOptions options;
  private final Clock clock;

  EngineReading(EngineOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  /**
   * Everything that the host's engine answers; an engine that does not is an answer, too.
   *
   * @throws io.viking.docker.engine.EngineException if its address cannot be used
   */
  HostReading read(Host host) {
    ImmutableHostReading.Builder reading =
        ImmutableHostReading.builder()
            .host(host)
            .isPlain(PlainEngines.isPlain(host.engine(), options));
    try (EngineClient engine = EngineClient.open(host.engine(), options)) {
      // The first call connects; only then does a call take no longer than the way there and back.
      engine.ping();
      Instant before = clock.instant();
      EngineFacts facts = engine.facts();
      Instant after = clock.instant();
      reading.engine(Answer.of(facts)).clockAhead(ahead(facts, before, after));
      return reading.containers(Answer.of(engine.containers())).build();
    }
  }

  /** Nothing where the time of the call itself explains the difference. */
  private static Optional<Duration> ahead(EngineFacts facts, Instant before, Instant after) {
    return facts
        .time()
        .flatMap(
            time -> {
              if (time.isBefore(before)) {
                return Optional.of(Duration.between(before, time));
              }
              return time.isAfter(after)
                  ? Optional.of(Duration.between(after, time))
                  : Optional.empty();
            });
  }
}

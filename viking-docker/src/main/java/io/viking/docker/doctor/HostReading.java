package io.viking.docker.doctor;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineFacts;
import io.viking.model.Host;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What the engine of one host answered. */
@Value.Immutable
interface HostReading {
  Host host();

  /** What the engine says of itself. */
  Answer<EngineFacts> engine();

  /** Whether the engine is talked to over TCP without TLS. */
  @Value.Default
  default boolean isPlain() {
    return false;
  }

  /** How far its clock is ahead of this machine's, as far as the time of the call lets it tell. */
  Optional<Duration> clockAhead();

  /** All its containers. */
  Answer<List<ContainerFacts>> containers();
}

package io.viking.docker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.reconcile.ClusterEvent.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Standing faults = new Standing(Kind.FAULT, Optional.of(Kind.MENDED));

  @Test
  void isToldOnceAndItsEndToo() {
    assertThat(faults.update(Map.of("web.yaml:1:1", "no image"), NOW))
        .containsExactly(new ClusterEvent(NOW, Kind.FAULT, "web.yaml:1:1", "no image"));
    assertThat(faults.update(Map.of("web.yaml:1:1", "no image"), NOW)).isEmpty();
    assertThat(faults.update(Map.of(), NOW))
        .containsExactly(new ClusterEvent(NOW, Kind.MENDED, "web.yaml:1:1", "no more: no image"));
    assertThat(faults.update(Map.of(), NOW)).isEmpty();
  }

  @Test
  void isToldAgainWhenItIsAboutSomethingElse() {
    faults.update(Map.of("a", "one"), NOW);

    assertThat(faults.update(Map.of("a", "two"), NOW))
        .extracting(ClusterEvent::reason)
        .containsExactly("two");
  }

  @Test
  void secondsThatGoByAreNoNews() {
    faults.update(Map.of("a", "h2 has not answered for 15 s, and has volume 'v'"), NOW);

    assertThat(
            faults.update(
                Map.of("a", "h2 has not answered for 1 h 12 min, and has volume 'v'"), NOW))
        .isEmpty();
  }
}

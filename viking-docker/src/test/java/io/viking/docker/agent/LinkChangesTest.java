package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkChangesTest {
  private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

  private final LinkChanges changes = new LinkChanges();

  @Test
  void aLinkThatHasNotChangedKeepsItsTimes() {
    apply(1, Map.of(10_000, "db", 10_001, "web"), endpoint("db", 1));
    apply(2, Map.of(10_000, "db", 10_001, "web"), endpoint("db", 1), endpoint("web", 1));

    assertThat(changes.all())
        .containsExactly(Map.entry("db", times(1, 1)), Map.entry("web", times(1, 2)));
  }

  @Test
  void anEndpointThatMovesAndOneThatGoesAreChanges() {
    apply(1, Map.of(10_000, "db"), endpoint("db", 1));

    apply(2, Map.of(10_000, "db"), endpoint("db", 2));
    assertThat(changes.all()).containsEntry("db", times(1, 2));

    apply(3, Map.of(10_000, "db"));
    assertThat(changes.all()).containsEntry("db", times(0, 3));
  }

  @Test
  void aServiceThatNobodyLinksToHasNone() {
    apply(1, Map.of(10_000, "db"), endpoint("db", 1), endpoint("web", 1));
    assertThat(changes.all()).containsOnlyKeys("db");

    apply(2, Map.of(), endpoint("db", 1));
    assertThat(changes.all()).isEmpty();
  }

  private void apply(long seconds, Map<Integer, String> listeners, Endpoint... endpoints) {
    changes.applied(
        LinkTable.builder()
            .listeners(listeners)
            .endpoints(EndpointSnapshot.of(seconds, List.of(endpoints)))
            .build(),
        BEGIN.plusSeconds(seconds),
        BEGIN.plusSeconds(seconds).plusMillis(1));
  }

  private static LinkTimes times(int endpoints, long seconds) {
    Instant told = BEGIN.plusSeconds(seconds);
    return new LinkTimes(endpoints, told, told.plusMillis(1));
  }

  private static Endpoint endpoint(String service, int port) {
    return new Endpoint(service, "one", new HostAndPort("10.0.0.1", port));
  }
}

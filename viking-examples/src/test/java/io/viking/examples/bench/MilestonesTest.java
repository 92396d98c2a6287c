package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MilestonesTest {
  private static final Instant ASKED = Instant.parse("2026-11-24T12:00:00Z");
  private static final String SERVER =
      """
      {"host": {"name": "node-1"}, "registrations": [
       {"service": "other", "id": "x", "address": "10.0.0.1:1", "started": "", "registered": ""},
       {"service": "server", "id": "y", "address": "10.0.0.1:2",
        "started": "2026-11-24T12:00:00.300Z", "seen": "2026-11-24T12:00:00.310Z",
        "registered": "%s"}]}
      """;
  private static final String CLIENT =
      """
      {"listeners": [{"address": "172.17.0.1", "port": 10000, "service": "server", "endpoints": 1,
       "told": "2026-11-24T12:00:00.329Z", "applied": "2026-11-24T12:00:00.3295Z"}],
       "waiting": [{"service": "server", "reason": "not told"}]}
      """;

  @Test
  void readsThePartsOfAStart() {
    Milestones read = read("2026-11-24T12:00:00.330Z", ASKED).orElseThrow();

    assertThat(read.event()).isCloseTo(0.010, within(1e-9));
    assertThat(read.registration()).isCloseTo(0.020, within(1e-9));
    assertThat(read.watch()).isCloseTo(-0.001, within(1e-9));
    assertThat(read.table()).isCloseTo(0.0005, within(1e-9));
  }

  @Test
  void waitsForWhatIsNotThereYet() {
    assertThat(read("", ASKED)).isEmpty();
  }

  @Test
  void takesNoOtherStartForThisOne() {
    assertThat(read("2026-11-24T12:00:00.330Z", ASKED.plusSeconds(1))).isEmpty();
  }

  private static Optional<Milestones> read(String registered, Instant since) {
    return Milestones.of(
        new AgentPage(SERVER.formatted(registered)).entry("server", "registered"),
        new AgentPage(CLIENT).entry("server", "applied"),
        since);
  }
}

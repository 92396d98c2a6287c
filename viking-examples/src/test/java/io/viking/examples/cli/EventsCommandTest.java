package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.StateFolder;
import io.viking.ports.ClusterStore;
import io.viking.ports.LoggedEvent;
import io.viking.ports.PortRange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path home;

  @BeforeEach
  void record() {
    try (ClusterStore store = ClusterStore.local(StateFolder.store(home), PortRange.DEFAULT)) {
      store
          .events()
          .add(
              List.of(
                  new LoggedEvent(NOON, "host-down", "h2", "it has not answered for 15 s"),
                  new LoggedEvent(NOON, "moved", "app/web", "from h2 to h1: h2 is down"),
                  new LoggedEvent(NOON, "crashed", "app_web_a6df32", "exit code 1\nno such file"),
                  new LoggedEvent(NOON, "started", "apple/web", "scale is 1")));
    }
  }

  @Test
  void printsWhatWasRecordedElsewhereOldestFirst() {
    CommandRun run = CommandRun.of("events", "--home", home.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            2026-01-01T12:00:00Z host-down       h2: it has not answered for 15 s
            2026-01-01T12:00:00Z moved           app/web: from h2 to h1: h2 is down
            2026-01-01T12:00:00Z crashed         app_web_a6df32: exit code 1
            no such file
            2026-01-01T12:00:00Z started         apple/web: scale is 1
            """);
  }

  @Test
  void printsThoseOfOneStackOnly() {
    CommandRun run = CommandRun.of("events", "--json", "--home", home.toString(), "app");

    assertThat(run.out().lines())
        .hasSize(2)
        .first()
        .asString()
        .isEqualTo(
            "{\"time\":\"2026-01-01T12:00:00Z\",\"kind\":\"moved\",\"subject\":\"app/web\","
                + "\"reason\":\"from h2 to h1: h2 is down\"}");
  }

  @Test
  void printsNothingWhereNothingHasHappened(@TempDir Path empty) {
    CommandRun run = CommandRun.of("events", "--home", empty.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
  }
}

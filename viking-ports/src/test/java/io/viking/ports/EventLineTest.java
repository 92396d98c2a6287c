package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventLineTest {
  @Test
  void cutsALongTextBetweenTwoCharacters() {
    String faces = "x" + "\ud83d\ude00".repeat(600);
    LoggedEvent event = new LoggedEvent(Instant.EPOCH, "moved", "app/web", faces);

    assertThat(event.reason()).hasSize(1_000).endsWith("\ud83d\ude00...");
    assertThat(event.reason().codePoints()).noneMatch(c -> c == 0xd83d);
    assertThat(new LoggedEvent(Instant.EPOCH, "moved", "app/web", "x" + faces).reason())
        .hasSize(999);
  }
}

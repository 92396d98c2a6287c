package io.viking.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessedEndpointsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path folder;
  private AccessedEndpoints accessed;

  @BeforeEach
  void writeLog() throws IOException {
    Path log = folder.resolve("access.log");
    Files.writeString(
        log,
        line("2026-01-01T11:59:59.200Z", 40_000, "10.0.0.1:7")
            + line("2026-01-01T12:00:00.004Z", 40_000, "10.0.0.2:7")
            + line("2026-01-01T12:00:00.004Z", 40_001, "10.0.0.3:7"));
    accessed = new AccessedEndpoints(log);
  }

  private static String line(String time, int port, String endpoint) {
    return String.format(
        "{\"time\":\"%s\",\"source\":\"172.17.0.2:%d\",\"port\":12001,\"endpoint\":\"%s\"}%n",
        time, port, endpoint);
  }

  private Optional<String> of(int port, long begin, long end) {
    return accessed.of(port, NOON.plusMillis(begin), NOON.plusMillis(end));
  }

  @Test
  void tellsWhereTheConnectionOfThatPortAndTimeWasLed() {
    assertThat(of(40_000, 0, 10)).contains("10.0.0.2:7");
    assertThat(of(40_001, 0, 10)).contains("10.0.0.3:7");
  }

  @Test
  void doesNotTakeAnotherOneThatHadTheSamePortForIt() {
    assertThat(of(40_000, -900, -700)).contains("10.0.0.1:7");
    assertThat(of(40_000, -500, -400)).isEmpty();
    assertThat(of(40_000, 500, 600)).isEmpty();
  }
}

package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.StackName;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockRecordTest {
  private static final StackName APP = StackName.of("app");
  private static final LockHolder ANNA =
      LockHolder.builder()
          .stack(APP)
          .host("node-1")
          .process(4711)
          .user("anna")
          .since(Instant.parse("2026-11-27T17:00:00Z"))
          .build();

  @Test
  void isReadAsItWasWritten() {
    String text = LockRecord.write(ANNA);

    assertThat(text)
        .isEqualTo(
            "{\"host\":\"node-1\",\"process\":4711,\"user\":\"anna\","
                + "\"since\":\"2026-11-27T17:00:00Z\"}");
    assertThat(LockRecord.read(APP, text)).isEqualTo(ANNA);
  }

  @Test
  void skipsWhatALaterVersionAdds() {
    String text = LockRecord.write(ANNA).replace("{\"host\"", "{\"why\":[{}],\"host\"");

    assertThat(LockRecord.read(APP, text)).isEqualTo(ANNA);
  }

  @Test
  void saysWhoItIs() {
    assertThat(ANNA)
        .hasToString("process 4711 of user anna on host node-1, since 2026-11-27T17:00:00Z");
  }

  /** Whoever waits still has to be told something. */
  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"since\":\"yesterday\"}", "{\"host\"", "me"})
  void isSomebodyUnknownWhereItCannotBeRead(String text) {
    assertThat(LockRecord.read(APP, text))
        .isEqualTo(LockHolder.unknown(APP))
        .hasToString("a process that is not known");
  }
}

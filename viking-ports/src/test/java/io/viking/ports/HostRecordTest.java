package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRecordTest {
  @Test
  void readsWhatItWrote() {
    Host host =
        Host.builder()
            .name("node-1")
            .engine("tcp://10.0.0.1:2376")
            .address("10.0.0.1")
            .addTags("a \"b\"", "c\nd")
            .build();

    String line = HostRecord.write(host);

    assertThat(line).doesNotContain("\n");
    assertThat(HostRecord.read(line)).isEqualTo(host);
  }

  @Test
  void skipsKeysThatItDoesNotKnow() {
    Host host =
        HostRecord.read(
            "{\"later\":{\"a\":[1]},\"name\":\"n\",\"engine\":\"unix:///run/docker.sock\"}");

    assertThat(host.name()).isEqualTo("n");
    assertThat(host.address()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"name\":\"n\"}",
        "{\"name\":\"n\",\"engine\":\"somewhere\"}",
        "{\"name\":null,\"engine\":\"unix:///run/docker.sock\"}"
      })
  void refusesWhatIsNoHost(String text) {
    assertThatThrownBy(() -> HostRecord.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesHalfACharacter() {
    String record = "{\"name\":\"a\",\"engine\":\"tcp://a:1\\ud800\"}";

    assertThatThrownBy(() -> HostRecord.read(record))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("U+D800 is half of a surrogate pair");
  }
}

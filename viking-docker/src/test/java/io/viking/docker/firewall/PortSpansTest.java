package io.viking.docker.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortSpansTest {
  @Test
  void eachPortIsInOneSpanOfItsProtocol() {
    PortSpans ports =
        PortSpans.of(
            Stream.of("443", "22", "8000-8010", "8005-8020/tcp", "23", "22/udp", "8010")
                .map(PortSpan::parse)
                .toList());

    assertThat(ports.spans())
        .extracting(PortSpan::toString)
        .containsExactly("22-23/tcp", "443/tcp", "8000-8020/tcp", "22/udp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "22-", "-22", "30-20", "22/icmp", "22 }", "+22"})
  void refusesWhatIsNoPort(String text) {
    assertThatThrownBy(() -> PortSpan.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}

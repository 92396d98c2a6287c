package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposedPortTest {

  @Test
  void readsAPortWithAndWithoutItsProtocol() {
    assertThat(ExposedPort.parse("80")).isEqualTo(ExposedPort.tcp(80));
    assertThat(ExposedPort.parse("53/UDP")).isEqualTo(ExposedPort.udp(53)).hasToString("53/udp");
    assertThat(ExposedPort.parse("9/sctp").protocol()).isEqualTo(Protocol.SCTP);
  }

  @Test
  void readsARangeWithBothEnds() {
    assertThat(ExposedPort.parseRange("8000-8002/udp"))
        .containsExactly(ExposedPort.udp(8000), ExposedPort.udp(8001), ExposedPort.udp(8002));
    assertThat(ExposedPort.parseRange("80-80")).containsExactly(ExposedPort.tcp(80));
    assertThat(ExposedPort.parseRange("1-65535")).hasSize(65535);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "65536",
        "-1",
        "+80",
        "8 0",
        "80/",
        "/tcp",
        "80/http",
        "90-80",
        "80-",
        "-80",
        "1-2-3",
        "0-5",
        "٨٠",
        "80.0",
        "0x50",
        "999999999999",
        "80/tcp/udp"
      })
  void refusesWhatIsNoPort(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ExposedPort.parseRange(text));
  }

  @Test
  void refusesARangeWhereOnePortIsNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExposedPort.parse("80-81"))
        .withMessage("'80-81' is a range where one port is needed");
  }

  @Test
  void sortsAsDockerChoosesTheFirstPort() {
    List<ExposedPort> sorted =
        Stream.of("1/udp", "1/sctp", "443", "80", "2/sctp")
            .map(ExposedPort::parse)
            .sorted()
            .toList();

    assertThat(sorted)
        .extracting(ExposedPort::toString)
        .containsExactly("80/tcp", "443/tcp", "1/sctp", "2/sctp", "1/udp");
  }
}

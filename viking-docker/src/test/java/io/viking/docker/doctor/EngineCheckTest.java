package io.viking.docker.doctor;

import static io.viking.docker.doctor.Readings.NODE_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineCheckTest {
  @Test
  void tellsTheVersionOfAnEngineThatIsWell() {
    List<Finding> findings = EngineCheck.of(Readings.of(NODE_1));

    assertThat(findings)
        .containsExactly(
            Finding.ok(
                "engine node-1", "Docker 20.10.24+dfsg1, API 1.41, at tcp://10.0.0.1:2376."));
  }

  @Test
  void tellsWhyAnEngineDoesNotAnswerAndHowToMendIt() {
    HostReading silent =
        ImmutableHostReading.builder()
            .host(NODE_1)
            .engine(Answer.failed("it is off.\n  Fix: switch it on."))
            .containers(Answer.failed("it is off.\n  Fix: switch it on."))
            .build();

    assertThat(EngineCheck.of(silent))
        .containsExactly(Finding.error("engine node-1", "it is off.", "switch it on."));
  }

  @Test
  void warnsWhereContainersEndWithTheirEngine() {
    HostReading reading = Readings.engine(NODE_1, "28.5.2", false, Duration.ZERO);

    assertThat(Readings.faults(EngineCheck.of(reading)))
        .singleElement()
        .asString()
        .startsWith("WARNING engine node-1: live-restore is off");
  }

  @Test
  void warnsOfAnEngineThatIsTalkedToWithoutEncryption() {
    HostReading reading =
        ImmutableHostReading.builder().from(Readings.of(NODE_1)).isPlain(true).build();

    assertThat(Readings.faults(EngineCheck.of(reading)))
        .singleElement()
        .asString()
        .startsWith("WARNING engine node-1: it is talked to without encryption: whoever reaches")
        .contains("--tlsverify");
  }

  @ParameterizedTest
  @ValueSource(strings = {"19.03.15", "18.09", "1.13.1", "20.9.0"})
  void refusesEnginesThatDoNotKnowTheHostsGateway(String version) {
    HostReading reading = Readings.engine(NODE_1, version, true, Duration.ZERO);

    assertThat(Readings.faults(EngineCheck.of(reading)))
        .singleElement()
        .asString()
        .startsWith("ERROR engine node-1: Docker " + version)
        .contains("host-gateway", "install Docker 20.10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20.10", "20.10.0-rc1", "23.0.1", "29.3.0", "dev"})
  void takesEnginesThatKnowIt(String version) {
    HostReading reading = Readings.engine(NODE_1, version, true, Duration.ZERO);

    assertThat(Readings.faults(EngineCheck.of(reading))).isEmpty();
  }

  @Test
  void warnsOfAClockThatIsMoreThanFiveSecondsOff() {
    HostReading near = Readings.engine(NODE_1, "28.5.2", true, Duration.ofSeconds(-5));
    HostReading far = Readings.engine(NODE_1, "28.5.2", true, Duration.ofMillis(-5001));
    HostReading ahead = Readings.engine(NODE_1, "28.5.2", true, Duration.ofSeconds(90));

    assertThat(Readings.faults(EngineCheck.of(near))).isEmpty();
    assertThat(Readings.faults(EngineCheck.of(far)))
        .singleElement()
        .asString()
        .contains("5 s behind");
    assertThat(Readings.faults(EngineCheck.of(ahead)))
        .singleElement()
        .asString()
        .contains("90 s ahead of");
  }
}

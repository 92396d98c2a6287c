package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobTest {

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("has no image", job -> job.image(" ")),
        fault("white space", job -> job.image("a b")),
        fault("must be 0 or more", job -> job.scale(-1)),
        fault("below a million", job -> job.scale(1_000_000)),
        fault("parallelism", job -> job.parallelism(0)),
        fault("drain", job -> job.drain(Duration.ofMillis(-1))),
        fault("at least 6m", job -> job.memory((6L << 20) - 1)),
        fault("must be a word", job -> job.user("a b")),
        fault("without white space", job -> job.addFilter("a,b")),
        fault("must have names", job -> job.putLabels(" ", "x")),
        fault("writable volume", job -> job.scale(2).addVolumes(VolumeMount.parse("/data"))),
        fault("memory", job -> job.memory(0)),
        fault("cpus", job -> job.cpus(BigDecimal.ZERO)),
        fault("viking.", job -> job.putLabels("viking.stack", "x")),
        fault("absolute", job -> job.cwd("srv")),
        fault("needs a name", job -> job.putEnvironment("", "x")),
        fault("'='", job -> job.putEnvironment("A=B", "x")),
        fault("U+001B", job -> job.putEnvironment("A", Character.toString(0x1b))),
        fault("needs a name", job -> job.putSecrets("", SecretSource.env("A"))),
        fault("is published", job -> job.putSecrets("SERVICE_80_NAME", SecretSource.env("A"))),
        fault("twice", job -> job.putEnvironment("A", "x").putSecrets("A", SecretSource.env("A"))),
        fault("absolute", job -> job.putSecrets("A", SecretSource.file("./secret"))),
        fault("control character", job -> job.putSecrets("A", SecretSource.file("/a\nb"))),
        fault("'='", job -> job.putSecrets("A", SecretSource.env("B=C"))),
        fault("U+0000", job -> job.putLabels("a", Character.toString(0))),
        fault("surrogate", job -> job.user(Character.toString(0xd800))));
  }

  private static Arguments fault(String message, UnaryOperator<Job.Builder> change) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void refusesAJobThatNoEngineCouldRun(String message, UnaryOperator<Job.Builder> change) {
    Job.Builder job = Job.builder().from(Job.of("web", "nginx"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(job).build())
        .withMessageContaining(message);
  }

  @Test
  void allowsLinesAndTabsInAVariable() {
    Job job = Job.builder().from(Job.of("web", "nginx")).putEnvironment("KEY", "a\n\tb").build();

    assertThat(job.environment()).containsEntry("KEY", "a\n\tb");
  }

  @Test
  void allowsManyInstancesThatShareAReadOnlyVolumeOrAFolderOfTheHost() {
    Job job =
        Job.builder()
            .from(Job.of("web", "nginx"))
            .scale(3)
            .addVolumes(VolumeMount.parse("/data:ro"), VolumeMount.parse("/srv:/srv"))
            .build();

    assertThat(job.writesToVolume()).isFalse();
  }

  @Test
  void isEqualWhereverItWasWritten() {
    Job job = Job.of("web", "nginx");

    Job placed = Job.builder().from(job).place(new Place("a.yml", 1, 1)).build();

    assertThat(placed).isEqualTo(job);
  }

  static Stream<Arguments> healthFaults() {
    return Stream.of(
        Arguments.of("needs a path", Health.builder().probe(Health.Probe.HTTP)),
        Arguments.of("goes with an http probe", Health.builder().path("/")),
        Arguments.of("start with '/'", Health.builder().probe(Health.Probe.HTTP).path("x")),
        Arguments.of("retries", Health.builder().retries(0)),
        Arguments.of("interval", Health.builder().interval(Duration.ZERO)),
        Arguments.of("timeout", Health.builder().timeout(Duration.ofSeconds(-1))),
        Arguments.of("start must not", Health.builder().start(Duration.ofSeconds(-1))),
        Arguments.of("port must be", Health.builder().port(0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("healthFaults")
  void refusesAProbeThatCannotWork(String message, Health.Builder health) {
    assertThatIllegalArgumentException().isThrownBy(health::build).withMessageContaining(message);
  }

  @Test
  void readsBackEveryRestartPolicy() {
    assertThat(Stream.of("no", "always", "unless-stopped", "on-failure", "on-failure:5"))
        .allSatisfy(text -> assertThat(RestartPolicy.parse(text)).hasToString(text));
    assertThat(Stream.of("", "yes", "always:3", "on-failure:", "on-failure:-1", "Always"))
        .allSatisfy(
            text ->
                assertThatIllegalArgumentException().isThrownBy(() -> RestartPolicy.parse(text)));
  }
}

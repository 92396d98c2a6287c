package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EngineOptionsTest {
  @Test
  void withoutTlsVerifyThereIsNoTls() {
    Map<String, String> environment = Map.of("DOCKER_CERT_PATH", "/certs", "DOCKER_TLS_VERIFY", "");

    assertThat(EngineOptions.fromEnvironment(environment).certificates()).isEmpty();
  }

  @Test
  void tlsVerifyTakesTheCertificatesThatAreNamed() {
    Map<String, String> environment =
        Map.of("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", "/certs", "HOME", "/home/me");

    assertThat(EngineOptions.fromEnvironment(environment).certificates())
        .contains(Path.of("/certs"));
  }

  @Test
  void anyTlsVerifyAsksForTlsAsItDoesForDocker() {
    Map<String, String> environment = Map.of("DOCKER_TLS_VERIFY", "0", "HOME", "/home/me");

    assertThat(EngineOptions.fromEnvironment(environment).certificates())
        .contains(Path.of("/home/me/.docker"));
  }

  static Stream<Arguments> timeouts() {
    return Stream.of(
        timeout("connect timeout", time -> EngineOptions.builder().connectTimeout(time)),
        timeout("response timeout", time -> EngineOptions.builder().responseTimeout(time)),
        timeout("work timeout", time -> EngineOptions.builder().workTimeout(time)),
        timeout("transfer timeout", time -> EngineOptions.builder().transferTimeout(time)));
  }

  private static Arguments timeout(String name, Function<Duration, EngineOptions.Builder> builder) {
    return Arguments.of(name, builder);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("timeouts")
  void aTimeoutMustBePositive(String name, Function<Duration, EngineOptions.Builder> with) {
    assertThatThrownBy(() -> with.apply(Duration.ZERO).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + " must be positive but was PT0S");
    assertThatThrownBy(() -> with.apply(Duration.ofSeconds(-1)).build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainEnginesTest {
  private static final EngineOptions TLS =
      EngineOptions.builder().certificates(Path.of("certificates")).build();

  @ParameterizedTest
  @ValueSource(strings = {"tcp://10.0.0.1:2375", "http://10.0.0.1:2375", "tcp://127.0.0.1:2375"})
  void anEngineOnTcpIsPlainUnlessTlsIsAskedFor(String address) {
    assertThat(PlainEngines.isPlain(address, EngineOptions.defaults())).isTrue();
    assertThat(PlainEngines.isPlain(address, TLS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:///var/run/docker.sock", "https://10.0.0.1:2376"})
  void othersAreNot(String address) {
    assertThat(PlainEngines.isPlain(address, EngineOptions.defaults())).isFalse();
  }
}

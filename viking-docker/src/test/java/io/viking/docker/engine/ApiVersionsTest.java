package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Version;
import io.viking.docker.engine.EngineException.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiVersionsTest {
  private static final String ENGINE = "tcp://10.0.0.1:2375";

  @ParameterizedTest(name = "Docker {0}")
  @CsvSource({
    "19.03.15, 1.40, 1.12, 1.40",
    "20.10.24, 1.41, 1.12, 1.41",
    "24.0.9, 1.43, 1.12, 1.43",
    "25.0.0, 1.44, 1.24, 1.44",
    "28.3.0, 1.51, 1.24, 1.44",
    "29.0.0, 1.52, 1.44, 1.44",
    "29.3.0, 1.54, 1.40, 1.44",
    "later, 1.60, 1.45, 1.45",
  })
  void oursIsBroughtIntoTheRangeOfTheEngine(
      String docker, String newest, String oldest, String chosen) {
    Version version = version(docker, newest, oldest);

    assertThat(ApiVersions.choose(ENGINE, version).getVersion()).isEqualTo(chosen);
  }

  @Test
  void anEngineThatNamesNoMinimumSpeaksOurs() {
    Version version = version("28.3.0", "1.51", null);

    assertThat(ApiVersions.choose(ENGINE, version).getVersion()).isEqualTo("1.44");
  }

  @Test
  void anEngineThatIsTooOldIsRefused() {
    Version version = version("18.09.9", "1.39", "1.12");

    assertThatThrownBy(() -> ApiVersions.choose(ENGINE, version))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessage(
            "engine tcp://10.0.0.1:2375: it is Docker 18.09.9 and speaks API 1.39 at the newest.\n"
                + "  Fix: install Docker 19.03 or newer.");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"none, none", "'', ''", "latest, 1.24", "1.51, oldest"})
  void whatNamesNoVersionIsRefusedAsNoEngine(@Nullable String newest, @Nullable String oldest) {
    Version version = version("1.0", newest, oldest);

    assertThatThrownBy(() -> ApiVersions.choose(ENGINE, version))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessageContainingAll(ENGINE, "Fix: ");
  }

  private static Version version(String docker, @Nullable String newest, @Nullable String oldest) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Version", docker);
    if (newest != null) {
      answer.put("ApiVersion", newest);
    }
    if (oldest != null) {
      answer.put("MinAPIVersion", oldest);
    }
    return new ObjectMapper().convertValue(answer, Version.class);
  }
}

package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void mapsListsNumbersAndTruthValuesKeepTheirOrderAndKind() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("z", List.of(1, 2.5, Long.MAX_VALUE, true, "true"));
    value.put("a", Map.of("none", List.of(), "empty", ""));

    String json = Json.write(value);

    assertThat(json)
        .startsWith("{\"z\":[1,2.5,9223372036854775807,true,\"true\"],\"a\":{")
        .contains("\"none\":[]", "\"empty\":\"\"");
  }

  @Test
  void quotesBackslashesAndControlCharactersAreEscaped() {
    assertThat(Json.write("a\"b\\c\nd\te\u0000f\u001f"))
        .isEqualTo("\"a\\\"b\\\\c\\u000ad\\u0009e\\u0000f\\u001f\"");
  }

  @Test
  void keysAreEscapedToo() {
    assertThat(Json.write(Map.of("a\"b", "c"))).isEqualTo("{\"a\\\"b\":\"c\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Stra\u00dfe",
        "\ud83d\udea2",
        "line\r\nnext",
        "\u2028",
        "\u007f",
        "</script>"
      })
  void whatIsWrittenIsReadAsTheSameText(String text) throws Exception {
    String json = Json.write(List.of(text));

    assertThat(new ObjectMapper().readTree(json).get(0).textValue()).isEqualTo(text);
  }
}

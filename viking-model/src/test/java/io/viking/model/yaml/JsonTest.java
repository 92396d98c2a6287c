package io.viking.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void writesAValueOnOneLine() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a\"b\\c\n\t\u0001\u2028🎉é");
    value.put("list", List.of(1, 2.5, true, Set.of(), Map.of()));

    String json = Json.write(value);

    assertThat(json)
        .isEqualTo("{\"text\":\"a\\\"b\\\\c\\n\\t\\u0001\\u2028🎉é\",\"list\":[1,2.5,true,[],{}]}");
  }

  @Test
  void indentsNestedValuesForPeople() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("short", List.of("a", 1));
    value.put("long", List.of(Map.of("b", 2)));
    value.put("none", Map.of());

    String json = Json.pretty(value);

    assertThat(json)
        .isEqualTo(
            """
            {
              "short": ["a",1],
              "long": [
                {
                  "b": 2
                }
              ],
              "none": {}
            }
            """);
  }
}

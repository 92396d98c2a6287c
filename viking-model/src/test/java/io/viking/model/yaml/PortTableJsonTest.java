package io.viking.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.viking.model.InvalidStackException;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortTableJsonTest {
  private static final String TEXT =
      """
      {
        "version": 1,
        "ports": {
          "app/web/80/tcp": 1433,
          "shared/mongo/27017/tcp": 1432
        }
      }
      """;
  private static final PortTable TABLE =
      PortTable.of(
          Map.of(
              ServicePort.parse("shared/mongo/27017/tcp"), 1432,
              ServicePort.parse("app/web/80/tcp"), 1433));

  @Test
  void writesTheTableSorted() {
    assertThat(PortTableJson.write(TABLE)).isEqualTo(TEXT);
  }

  @Test
  void readsWhatItWrote() {
    assertThat(PortTableJson.parse("ports.json", TEXT)).isEqualTo(TABLE);
    assertThat(PortTableJson.parse("p", PortTableJson.write(PortTable.empty())))
        .isEqualTo(PortTable.empty());
  }

  @Test
  void readsTheTableOfAFullExport() {
    String text =
        """
        {"version": 1, "ports": {"a/b/1/tcp": 7}, "next": 8, "withheld": {"9": "skipped"}}
        """;

    assertThat(PortTableJson.parse("ports.json", text).asMap())
        .isEqualTo(Map.of(ServicePort.parse("a/b/1/tcp"), 7));
  }

  @Test
  void reportsEveryFaultWithItsPlace() {
    String text =
        """
        {"version": 2,
         "ports": {
          "shared/mongo/27017": 1432,
          "shared/auth/80/tcp": 0,
          "a/b/1/tcp": 7,
          "a/b/1/tcp": 8,
          "a/c/1/tcp": 7
        }, "more": 1}
        """;

    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> PortTableJson.parse("ports.json", text))
        .satisfies(e -> assertThat(e.problems()).hasSize(6))
        .withMessageContaining("ports.json:1:13: the port table's version is '2'.")
        .withMessageContaining("ports.json:3:3: `ports` of the port table: service port")
        .withMessageContaining("ports.json:4:25: `ports` of the port table: '0' is not a port")
        .withMessageContaining("ports.json:6:3: port `a/b/1/tcp` of the port table is given twice.")
        .withMessageContaining("port 7 is given to both 'a/b/1/tcp' and 'a/c/1/tcp'.")
        .withMessageContaining("`more` is not a key of a port table.");
  }

  @Test
  void refusesATextThatIsNoTable() {
    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> PortTableJson.parse("ports.json", "[]"))
        .withMessageContaining("must be a map of ports but is a list");
  }
}

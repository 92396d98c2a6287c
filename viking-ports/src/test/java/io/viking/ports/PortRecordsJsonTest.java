package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.InvalidStackException;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortRecordsJsonTest {
  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");
  private static final ServicePort AUTH = ServicePort.parse("shared/auth/80/tcp");
  private static final Instant END = Instant.parse("2026-11-24T15:00:00.125Z");
  private static final PortRecords RECORDS =
      new PortRecords(
          10004,
          PortTable.of(Map.of(MONGO, 10000)),
          new TreeMap<>(
              Map.of(
                  10001, Withheld.released(AUTH, END),
                  10002, Withheld.skippedNumber(),
                  10003, Withheld.released(AUTH, END).withSkipped(true).orElseThrow())));
  private static final String TEXT =
      """
      {
        "version" : 1,
        "ports" : {
          "shared/mongo/27017/tcp" : 10000
        },
        "next" : 10004,
        "withheld" : {
          "10001" : "released shared/auth/80/tcp 2026-11-24T15:00:00.125Z",
          "10002" : "skipped",
          "10003" : "skipped released shared/auth/80/tcp 2026-11-24T15:00:00.125Z"
        }
      }
      """;

  @Test
  void writesWhatPeopleCanRead() {
    assertThat(PortRecordsJson.write(RECORDS)).isEqualTo(TEXT);
  }

  @Test
  void readsWhatItWrote() {
    assertThat(PortRecordsJson.parse("ports.json", TEXT)).isEqualTo(RECORDS);
  }

  @Test
  void readsAPlainTable() {
    String text = "{\"version\": 1, \"ports\": {\"shared/mongo/27017/tcp\": 10000}}";

    assertThat(PortRecordsJson.parse("ports.json", text))
        .isEqualTo(PortRecords.of(PortTable.of(Map.of(MONGO, 10000))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "next": "x"                   | p:2:9: "next" must be a number from 0 to 65535
          "next": 65536                 | p:2:9: "next" must be a number from 0 to 65535
          "withheld": []                | p:2:13: "withheld" must be a map
          "withheld": {"x": "skipped"}  | p:2:14: 'x' is not a port, 1 to 65535
          "withheld": {"7": 1}          | p:2:19: the reason must be a string
          "withheld": {"7": "lost"}     | p:2:19: expected 'skipped' or 'released
          """)
  void namesThePlaceOfAFault(String field, String message) {
    String text = "{\"version\": 1, \"ports\": {},\n" + field + "}";

    assertThatThrownBy(() -> PortRecordsJson.parse("p", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message, "Fix: ");
  }

  @Test
  void refusesATableOfFaults() {
    assertThatThrownBy(() -> PortRecordsJson.parse("p", "{\"version\": 2, \"ports\": {}}"))
        .isInstanceOf(InvalidStackException.class)
        .hasMessageContaining("version is '2'");
  }
}

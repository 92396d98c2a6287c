package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportRecordTest {
  @Test
  void readsWhatItWrote() {
    HostReport report =
        HostReport.of(
            "node-1",
            List.of(20000, 9999, 10007),
            List.of(new PortClash(10007, "in use by \"x\"\nor so"), new PortClash(9999, "busy")));

    String line = ReportRecord.write(report);

    assertThat(line).doesNotContain("\n").contains("[9999,10007,20000]");
    assertThat(ReportRecord.read(line)).isEqualTo(report);
  }

  @Test
  void readsAHostThatCarriesNothing() {
    HostReport report = HostReport.of("node-1", List.of(), List.of());

    assertThat(ReportRecord.read(ReportRecord.write(report))).isEqualTo(report);
    assertThat(report.mayCarry(10000)).isFalse();
  }

  @Test
  void skipsKeysThatItDoesNotKnow() {
    HostReport report =
        ReportRecord.read("{\"later\":{\"a\":[1]},\"host\":\"n\",\"carried\":[10001],\"also\":2}");

    assertThat(report).isEqualTo(HostReport.of("n", List.of(10001), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"host\":\"n\"}",
        "{\"carried\":[]}",
        "{\"host\":\"n\",\"carried\":[1000",
        "{\"host\":\"n\",\"carried\":[10001]",
        "{\"host\":\"n\",\"carried\":null}",
        "{\"host\":\"n\",\"carried\":[\"10001\"]}",
        "{\"host\":\"n\",\"carried\":[0]}",
        "{\"host\":\"n\",\"carried\":[65536]}",
        "{\"host\":\"n\",\"carried\":[99999999999]}",
        "{\"host\":\"n\",\"carried\":[[10001]]}",
        "{\"host\":\"a/b\",\"carried\":[]}",
        "{\"host\":null,\"carried\":[]}",
        "{\"host\":\"n\",\"carried\":[],\"clashes\":[]}",
        "{\"host\":\"n\",\"carried\":[],\"clashes\":{\"x\":\"busy\"}}",
        "{\"host\":\"n\",\"carried\":[],\"clashes\":{\"10001\":1}}"
      })
  void refusesWhatIsNoReport(String text) {
    assertThatThrownBy(() -> ReportRecord.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesNotWriteAReportThatCouldNotBeRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReportRecord.write(HostReport.unreadable("n")));
  }

  @Test
  void takesEveryNumberForCarriedWhereAReportCannotBeRead() {
    HostReport unknown = HostReport.unreadable("n");

    assertThat(unknown.mayCarry(10000)).isTrue();
    assertThat(unknown.carried()).isEmpty();
  }

  @Test
  void namesEachClashOnceByNumber() {
    HostReport report =
        HostReport.of(
            "n",
            List.of(),
            List.of(new PortClash(3, "c"), new PortClash(2, "a"), new PortClash(2, "b")));

    assertThat(report.clashes()).containsExactly(new PortClash(2, "a"), new PortClash(3, "c"));
  }

  @Test
  void refusesAClashOfNoPort() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PortClash(0, "busy"));
  }
}

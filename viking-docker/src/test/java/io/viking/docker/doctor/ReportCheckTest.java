package io.viking.docker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Finding;
import io.viking.ports.HostReport;
import io.viking.ports.PortClash;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportCheckTest {
  private static final HostReport REPORT = HostReport.of("node-1", List.of(10000), List.of());

  @Test
  void tellsHowManyNumbersALivingHostCarries() {
    assertThat(check(List.of(REPORT), Set.of("node-1")))
        .containsExactly(Finding.ok("report node-1", "containers carry 1 numbers."));
  }

  @Test
  void namesHostsThatMayBeGone() {
    assertThat(Readings.faults(check(List.of(REPORT), Set.of())))
        .singleElement()
        .asString()
        .startsWith("WARNING report node-1: the host has no live agent")
        .contains("viking ports forget node-1");
  }

  @Test
  void namesAgentsThatHaveNotReported() {
    assertThat(Readings.faults(check(List.of(REPORT), Set.of("node-1", "node-2"))))
        .singleElement()
        .asString()
        .startsWith("WARNING report node-2: the agent has not told");
  }

  @Test
  void namesEachClashWithItsReason() {
    HostReport clashing =
        HostReport.of("node-1", List.of(10000), List.of(new PortClash(10000, "sshd has it")));

    assertThat(Readings.faults(check(List.of(clashing), Set.of("node-1"))))
        .singleElement()
        .asString()
        .startsWith("ERROR report node-1: the agent cannot listen on 10000: sshd has it.")
        .contains("ss -lntup", "viking ports skip");
  }

  @Test
  void namesReportsThatCannotBeReadAndWhoCanMendThem() {
    List<HostReport> reports =
        List.of(HostReport.unreadable("node-1"), HostReport.unreadable("node-2"));

    assertThat(Readings.faults(check(reports, Set.of("node-1"))))
        .satisfiesExactly(
            living -> assertThat(living).contains("report node-1: it cannot be read", "restart"),
            gone -> assertThat(gone).contains("viking ports forget 'node-2'"));
  }

  private static List<Finding> check(List<HostReport> reports, Set<String> live) {
    return new ReportCheck(reports, live).findings();
  }
}

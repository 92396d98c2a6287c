package io.viking.docker.doctor;

import io.viking.model.Finding;
import io.viking.ports.HostReport;
import io.viking.ports.PortClash;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the hosts' reports tell of numbers. Pure. */
final class ReportCheck {
  private final List<HostReport> reports;
  private final Set<String> live;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param live the names of the hosts with a live agent
   */
  ReportCheck(List<HostReport> reports, Set<String> live) {
    this.reports = reports;
    this.live = new TreeSet<>(live);
  }

  List<Finding> findings() {
    reports.forEach(this::check);
    Set<String> silent = new TreeSet<>(live);
    reports.forEach(report -> silent.remove(report.host()));
    silent.forEach(
        host ->
            findings.add(
                Finding.warning(
                    "report " + host,
                    "the agent has not told which numbers the host's containers carry, so that a"
                        + " released one may be given again too early.",
                    "wait a few seconds after its start; else 'viking bootstrap' renews an agent"
                        + " that is too old for it.")));
    return findings;
  }

  private void check(HostReport report) {
    String subject = "report " + report.host();
    if (!report.readable()) {
      findings.add(
          Finding.warning(
              subject,
              "it cannot be read, so that every number counts as carried there and no released"
                  + " one is given again.",
              live.contains(report.host())
                  ? "restart the host's agent, which writes it anew."
                  : "viking ports forget '" + report.host() + "', if the host is gone."));
    } else if (!live.contains(report.host())) {
      findings.add(
          Finding.warning(
              subject,
              "the host has no live agent; the "
                  + report.carried().size()
                  + " numbers that its containers carried are not given again.",
              "start its agent, or, if it will not come back: viking ports forget "
                  + report.host()));
    } else {
      findings.add(
          Finding.ok(subject, "containers carry " + report.carried().size() + " numbers."));
    }
    report.clashes().forEach(clash -> findings.add(clash(subject, clash)));
  }

  private static Finding clash(String subject, PortClash clash) {
    return Finding.error(
        subject,
        "the agent cannot listen on " + clash.number() + ": " + clash.reason() + ".",
        "stop what has the port on that host ('ss -lntup' there tells); it is then opened by"
            + " itself. 'viking ports skip' keeps a number from being given to others later.");
  }
}

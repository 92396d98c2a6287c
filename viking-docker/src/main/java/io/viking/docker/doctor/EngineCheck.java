package io.viking.docker.doctor;

import io.viking.docker.engine.EngineFacts;
import io.viking.docker.engine.PlainEngines;
import io.viking.model.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an engine can be deployed to. Pure. */
final class EngineCheck {
  private static final Duration MOST_SKEW = Duration.ofSeconds(5);
  private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+).*");

  private EngineCheck() {}

  static List<Finding> of(HostReading reading) {
    String subject = "engine " + reading.host().name();
    return reading
        .engine()
        .value()
        .map(facts -> judge(subject, facts, reading))
        .orElseGet(() -> List.of(Failures.finding(subject, reading.engine().failure())));
  }

  private static List<Finding> judge(String subject, EngineFacts facts, HostReading reading) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            subject,
            "Docker "
                + facts.version()
                + ", API "
                + facts.apiVersion()
                + ", at "
                + reading.host().engine()
                + "."));
    if (!knowsHostGateway(facts.version())) {
      findings.add(
          Finding.error(
              subject,
              "Docker "
                  + facts.version()
                  + " does not know 'host-gateway', by which containers reach their agent.",
              "install Docker 20.10 or newer."));
    }
    if (reading.isPlain()) {
      findings.add(
          Finding.warning(
              subject,
              "it is talked to without encryption: " + PlainEngines.RISK + ".",
              PlainEngines.fix()));
    }
    reading
        .clockAhead()
        .filter(ahead -> ahead.abs().compareTo(MOST_SKEW) > 0)
        .ifPresent(ahead -> findings.add(skew(subject, ahead)));
    if (facts.liveRestore().filter(on -> !on).isPresent()) {
      findings.add(
          Finding.warning(
              subject,
              "live-restore is off: all containers end whenever the engine is restarted.",
              "set \"live-restore\": true in /etc/docker/daemon.json and reload the engine."));
    }
    reading
        .containers()
        .value()
        .ifPresentOrElse(
            containers -> {},
            () -> findings.add(Failures.finding(subject, reading.containers().failure())));
    return findings;
  }

  private static Finding skew(String subject, Duration ahead) {
    return Finding.warning(
        subject,
        "its clock is "
            + ahead.abs().toSeconds()
            + " s "
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " this machine's.",
        "let a time service (chrony, systemd-timesyncd) set both clocks.");
  }

  /** A version of another form is not Docker's own; what it knows is left to it. */
  private static boolean knowsHostGateway(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return true;
    }
    int major = Integer.parseInt(parts.group(1));
    return major > 20 || (major == 20 && Integer.parseInt(parts.group(2)) >= 10);
  }
}

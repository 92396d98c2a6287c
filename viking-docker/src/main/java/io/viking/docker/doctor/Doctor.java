package io.viking.docker.doctor;

import io.viking.model.Finding;
import io.viking.model.Host;
import io.viking.model.PortTable;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import io.viking.ports.Withheld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Examines a cluster: its engines, its store, its agents, its allocated ports. Changes nothing.
 *
 * <p>All checks are made, whatever the others find, and each ends by a limit. Immutable, safe for
 * use by several threads.
 *
 * <pre>{@code
 * Examination examination =
 *     Doctor.of(DoctorOptions.builder().store(store).localHost(host).build()).examine();
 * examination.findings().forEach(System.out::println);
 * }</pre>
 */
public final class Doctor {
  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final String HOSTS = "hosts";

  private final DoctorOptions options;

  private Doctor(DoctorOptions options) {
    this.options = options;
  }

  /** A doctor for that cluster. */
  public static Doctor of(DoctorOptions options) {
    return new Doctor(options);
  }

  /** Looks at everything; what cannot be looked at is a finding. */
  public Examination examine() {
    ClusterStore store = options.store();
    try (Questions questions = new Questions(options.limit())) {
      CompletableFuture<Answer<List<Finding>>> health = questions.ask(store::examine);
      CompletableFuture<Answer<List<HostReport>>> reports =
          questions.ask(() -> store.hosts().reports());
      CompletableFuture<Answer<String>> kernel = questions.ask(Doctor::ephemeralPorts);
      Answer<List<Host>> live = questions.ask(() -> store.hosts().hosts()).join();
      List<HostReading> readings = readings(hosts(live), questions);
      // After the containers: a number that one of them has was recorded before it was made.
      CompletableFuture<Answer<PortTable>> table = questions.ask(() -> store.ports().list());
      CompletableFuture<Answer<SortedMap<Integer, Withheld>>> withheld =
          questions.ask(() -> store.ports().withheld());
      List<Finding> findings = new ArrayList<>();
      readings.forEach(reading -> findings.addAll(EngineCheck.of(reading)));
      findings.addAll(judge("store", health.join(), found -> found));
      findings.addAll(judge(HOSTS, live, known -> new AgentCheck(readings, known).findings()));
      findings.addAll(judge("reports", reports.join(), told -> reports(told, live)));
      findings.addAll(
          judge("ports", table.join(), known -> carried(known, withheld.join(), readings)));
      kernel
          .join()
          .value()
          .ifPresent(text -> findings.addAll(EphemeralCheck.of(options.ports(), text)));
      return new Examination(findings);
    }
  }

  private List<Host> hosts(Answer<List<Host>> live) {
    if (!options.hosts().isEmpty()) {
      return options.hosts();
    }
    return live.value()
        .filter(known -> !known.isEmpty())
        .orElseGet(() -> List.of(options.localHost()));
  }

  private List<HostReading> readings(List<Host> hosts, Questions questions) {
    EngineReading engines = new EngineReading(options.engineOptions(), options.clock());
    List<CompletableFuture<Answer<HostReading>>> asked =
        hosts.stream().map(host -> questions.ask(() -> engines.read(host))).toList();
    List<HostReading> readings = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get(i);
      Answer<HostReading> answer = asked.get(i).join();
      readings.add(answer.value().orElseGet(() -> silent(host, answer.failure())));
    }
    return readings;
  }

  private static HostReading silent(Host host, String why) {
    return ImmutableHostReading.builder()
        .host(host)
        .engine(Answer.failed(why))
        .containers(Answer.failed(why))
        .build();
  }

  private static List<Finding> reports(List<HostReport> told, Answer<List<Host>> live) {
    Set<String> names =
        live.value().orElse(List.of()).stream().map(Host::name).collect(Collectors.toSet());
    // Where nobody knows who lives, nobody is called dead.
    return live.value().isEmpty() ? List.of() : new ReportCheck(told, names).findings();
  }

  private List<Finding> carried(
      PortTable table, Answer<SortedMap<Integer, Withheld>> withheld, List<HostReading> readings) {
    // Without it a released number looks like nobody's, which errs on the safe side.
    Map<Integer, Withheld> known = withheld.value().orElseGet(TreeMap::new);
    return new CarriedCheck(table, known, options.store().network().getPath()).findings(readings);
  }

  /** What follows from an answer. */
  private interface Judgement<T> {
    List<Finding> of(T answer);
  }

  /** What follows from the answer; where there is none, that alone. */
  private static <T> List<Finding> judge(String subject, Answer<T> answer, Judgement<T> judgement) {
    return answer
        .value()
        .map(judgement::of)
        .orElseGet(() -> List.of(Failures.finding(subject, answer.failure())));
  }

  /** Of this machine only: agents on other hosts have kernels of their own. */
  private static String ephemeralPorts() {
    try {
      return Files.readString(EPHEMERAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

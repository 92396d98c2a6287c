package io.viking.examples.bench;

import io.viking.ports.HostAndPort;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * From the start of a container until another host's ambassador leads to it, beside how long it
 * takes until the container itself answers on its own host.
 */
final class EndToEnd {
  private static final String SERVICE = "bench_server_80";
  private static final double GRACE_SECONDS = 0.05;
  private static final double NANOS = 1e9;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Cluster cluster;
  private final HttpClient http = EngineApi.client();
  private final List<Start> starts = new ArrayList<>();

  EndToEnd(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * One start; times in seconds since it was asked for.
   *
   * @param engine until the engine had done it
   * @param own until the container answered on its own host
   * @param remote until it answered elsewhere
   * @param asked when it was asked for
   * @param milestones what happened in between
   */
  private record Start(
      double engine, double own, double remote, Instant asked, Milestones milestones) {
    /** Until the engine's process of it began. */
    double process() {
      return Milestones.seconds(asked, milestones.started());
    }

    /** From the ambassador's table until the answer. */
    double onward() {
      return remote - Milestones.seconds(asked, milestones.applied());
    }
  }

  /**
   * Stops and starts the server, so many times.
   *
   * @throws InvalidFigureException if it does not come back
   */
  List<Finding> run(int count) {
    HostAndPort link = cluster.link();
    String container = cluster.inspect(1, "server", "{{.Id}}");
    HostAndPort direct =
        new HostAndPort(cluster.inspect(1, "server", "{{.NetworkSettings.IPAddress}}"), 80);
    cluster.askForNeighboursOften();
    try (ProberProcess client = cluster.clientProber();
        ProberProcess host = cluster.hostProber(1)) {
      for (int i = 0; i < count; i++) {
        client.ask("answers", link);
        cluster.engine(1, http, container, "/stop?t=1");
        client.ask("refuses", link);
        host.begin("answers", direct);
        client.begin("answers", link);
        Instant asked = Instant.now();
        long begin = System.nanoTime();
        cluster.engine(1, http, container, "/start");
        double engine = (System.nanoTime() - begin) / NANOS;
        double own = (host.answer() - begin) / NANOS;
        double remote = (client.answer() - begin) / NANOS;
        starts.add(new Start(engine, own, remote, asked, milestones(asked)));
      }
    }
    return findings();
  }

  /** The write to the store may be answered after its news has gone round. */
  private Milestones milestones(Instant since) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<Milestones> found =
          Milestones.of(
              cluster.page(1).entry(SERVICE, "registered"),
              cluster.page(2).entry(SERVICE, "applied"),
              since);
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new InvalidFigureException("the agents do not say when " + SERVICE + " came");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(median("p50_s", true, "start to first answer elsewhere, median", Start::remote));
    findings.add(p99("p99_s", true, "the same, p99", Start::remote));
    findings.add(
        Finding.single(
            subject("vs_container", true, "(that - 50 ms) / until it answers on its own host"),
            Summary.of(values(one -> (one.remote() - GRACE_SECONDS) / one.own())),
            Optional.of(Bar.atMost(1.2))));
    findings.add(
        median("vs_container_plain", false, "without the 50 ms", one -> one.remote() / one.own()));
    part(findings, "process", false, "until its process runs", Start::process);
    part(findings, "event", true, "then until its agent has seen it", of(Milestones::event));
    part(findings, "registration", true, "until it is in etcd", of(Milestones::registration));
    part(findings, "watch", true, "until the other agent is told", of(Milestones::watch));
    part(findings, "table", true, "until its table has it", of(Milestones::table));
    part(findings, "onward", false, "until the answer elsewhere", Start::onward);
    findings.add(median("engine_s", false, "until the engine has started it", Start::engine));
    findings.add(median("own_s", false, "until it answers on its own host", Start::own));
    return findings;
  }

  private static ToDoubleFunction<Start> of(ToDoubleFunction<Milestones> part) {
    return one -> part.applyAsDouble(one.milestones());
  }

  private void part(
      List<Finding> to, String name, boolean metric, String title, ToDoubleFunction<Start> part) {
    to.add(median(name + "_s", metric, title, part));
    to.add(p99(name + "_p99_s", false, "the same, p99", part));
  }

  private Finding median(
      String name, boolean metric, String title, ToDoubleFunction<Start> figure) {
    return Finding.single(
        subject(name, metric, title), Summary.of(values(figure)), Optional.empty());
  }

  private Finding p99(String name, boolean metric, String title, ToDoubleFunction<Start> figure) {
    List<Double> values = values(figure);
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    Summary range = Summary.of(values);
    return Finding.single(
        subject(name, metric, title),
        new Summary(Statistics.percentile(all, 0.99), range.min(), range.max()),
        Optional.empty());
  }

  private List<Double> values(ToDoubleFunction<Start> figure) {
    return starts.stream().mapToDouble(figure).boxed().toList();
  }

  private static Finding.Subject subject(String name, boolean metric, String title) {
    return new Finding.Subject("endtoend." + name, metric, title);
  }
}

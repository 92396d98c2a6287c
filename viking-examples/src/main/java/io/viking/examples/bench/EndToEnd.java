package io.viking.examples.bench;

import io.viking.ports.HostAndPort;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From the start of a container until another host's ambassador leads to it, beside how long it
 * takes until the container itself answers on its own host.
 */
final class EndToEnd {
  private static final double GRACE_SECONDS = 0.05;
  private static final double NANOS = 1e9;

  private final Cluster cluster;
  private final List<Double> started = new ArrayList<>();
  private final List<Double> own = new ArrayList<>();
  private final List<Double> registered = new ArrayList<>();
  private final List<Double> remote = new ArrayList<>();

  EndToEnd(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Stops and starts the server, so many times.
   *
   * @throws InvalidFigureException if it does not come back
   */
  List<Finding> run(int starts) {
    HostAndPort link = cluster.link();
    String container = cluster.inspect(1, "server", "{{.Id}}");
    HostAndPort direct =
        new HostAndPort(cluster.inspect(1, "server", "{{.NetworkSettings.IPAddress}}"), 80);
    cluster.askForNeighboursOften();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (ProberProcess client = cluster.clientProber();
        ProberProcess host = cluster.hostProber(1);
        Registrations registrations = Registrations.watch(Cluster.etcd(), "bench_server_80")) {
      for (int i = 0; i < starts; i++) {
        client.ask("answers", link);
        cluster.engine(http, container, "/stop?t=1");
        client.ask("refuses", link);
        registrations.clear();
        host.begin("answers", direct);
        client.begin("answers", link);
        long begin = System.nanoTime();
        cluster.engine(http, container, "/start");
        started.add((System.nanoTime() - begin) / NANOS);
        own.add((host.answer() - begin) / NANOS);
        remote.add((client.answer() - begin) / NANOS);
        registered.add((registrations.next() - begin) / NANOS);
      }
    }
    return findings();
  }

  private List<Finding> findings() {
    double[] all = remote.stream().mapToDouble(Double::doubleValue).toArray();
    Summary median = Summary.of(remote);
    Summary p99 = new Summary(Statistics.percentile(all, 0.99), median.min(), median.max());
    List<Double> ratios = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    List<Double> onward = new ArrayList<>();
    List<Double> noticed = new ArrayList<>();
    for (int i = 0; i < remote.size(); i++) {
      ratios.add((remote.get(i) - GRACE_SECONDS) / own.get(i));
      plain.add(remote.get(i) / own.get(i));
      noticed.add(registered.get(i) - own.get(i));
      onward.add(remote.get(i) - registered.get(i));
    }
    return List.of(
        finding("p50_s", true, "start to first answer elsewhere, median", median),
        finding("p99_s", true, "the same, p99", p99),
        Finding.single(
            subject("vs_container", true, "(that - 50 ms) / until it answers on its own host"),
            Summary.of(ratios),
            Optional.of(Bar.atMost(1.2))),
        finding("vs_container_plain", false, "without the 50 ms", Summary.of(plain)),
        finding("engine_s", false, "until the engine has started it", Summary.of(started)),
        finding("own_s", false, "until it answers on its own host", Summary.of(own)),
        finding("noticed_s", false, "from then until its key is in etcd", Summary.of(noticed)),
        finding("onward_s", false, "from then until the answer elsewhere", Summary.of(onward)));
  }

  private static Finding finding(String name, boolean metric, String title, Summary summary) {
    return Finding.single(subject(name, metric, title), summary, Optional.empty());
  }

  private static Finding.Subject subject(String name, boolean metric, String title) {
    return new Finding.Subject("endtoend." + name, metric, title);
  }
}

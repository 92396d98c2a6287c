package io.viking.examples.bench;

import io.viking.ports.HostAndPort;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One of two endpoints goes while new connections are made all the time: for how long they fail.
 * Its container is killed, or its host cut off.
 */
final class Gone {
  private static final String SERVICE = "bench_server_80";
  private static final int HOST = 3;
  private static final int CLIENTS_HOST = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration BEFORE = Duration.ofSeconds(1);
  private static final Duration STEADY = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, List<Double>> spans = new LinkedHashMap<>();
  private final Map<String, List<Double>> failed = new LinkedHashMap<>();

  Gone(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Lets it go, so many times in each way.
   *
   * @throws InvalidFigureException if it does not come back
   */
  List<Finding> run(int rounds) {
    HostAndPort link = cluster.link();
    String container = cluster.inspect(HOST, "server", "{{.Id}}");
    try (ProberProcess client = cluster.clientProber()) {
      for (Way way : new Way[] {Way.RELAY, Way.KERNEL}) {
        cluster.agent(CLIENTS_HOST).stop();
        cluster.startAgent(CLIENTS_HOST, "--data-path=" + way.key());
        for (int i = 0; i < rounds; i++) {
          awaitBoth(way);
          measure(way, "stop", client, link, () -> cluster.engine(HOST, http, container, "/kill"));
          cluster.engine(HOST, http, container, "/start");
          awaitBoth(way);
          measure(way, "cut", client, link, () -> cluster.cut(HOST));
          cluster.heal(HOST);
        }
      }
    }
    return findings();
  }

  private void measure(
      Way way, String how, ProberProcess client, HostAndPort link, Runnable fault) {
    client.ask("answers", link);
    client.begin("steady " + STEADY.toSeconds(), link);
    LockSupport.parkNanos(BEFORE.toNanos());
    fault.run();
    client.answer();
    String key = way.key() + "_" + how;
    spans.computeIfAbsent(key, any -> new ArrayList<>()).add(client.ask("span") / 1e9);
    failed.computeIfAbsent(key, any -> new ArrayList<>()).add((double) client.ask("failed"));
  }

  /** Until the client's agent knows both endpoints, and that path leads to both of them. */
  private void awaitBoth(Way way) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!isThere(way)) {
      if (System.nanoTime() - end > 0) {
        throw new InvalidFigureException("there are not two endpoints on the " + way.key());
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private boolean isThere(Way way) {
    try {
      AgentPage page = cluster.page(CLIENTS_HOST);
      Map<String, String> path = page.entryWith("inUse");
      return "2".equals(page.entry(SERVICE, "endpoints").get("endpoints"))
          && way.key().equals(path.get("inUse"))
          && "[]".equals(path.get("silentEndpoints"));
    } catch (InvalidFigureException e) {
      // The agent was started a moment ago.
      return false;
    }
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    spans.forEach(
        (key, values) -> {
          String title = key.replace('_', ' ').toLowerCase(Locale.ROOT);
          findings.add(
              Finding.single(
                  new Finding.Subject(
                      "gone." + key + "_s", true, title + ": how long new connections fail"),
                  Summary.of(values),
                  Optional.of(Bar.atMost(1))));
        });
    failed.forEach(
        (key, values) ->
            findings.add(
                Finding.single(
                    new Finding.Subject(
                        "gone." + key + "_failed",
                        false,
                        "how many of " + STEADY.toSeconds() * 200 + ", with those under way"),
                    Summary.of(values),
                    Optional.empty())));
    return findings;
  }
}

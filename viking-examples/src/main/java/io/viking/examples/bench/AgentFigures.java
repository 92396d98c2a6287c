package io.viking.examples.bench;

import io.viking.ports.HostAndPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a whole agent takes: memory, and time until it listens after it was started again. */
final class AgentFigures {
  private static final int IDLE = 1_000;
  private static final Duration SETTLE = Duration.ofSeconds(8);

  private final Cluster cluster;
  private final List<Double> start = new ArrayList<>();
  private final List<Double> empty = new ArrayList<>();
  private final List<Double> busy = new ArrayList<>();

  AgentFigures(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts the second host's agent again, so many times.
   *
   * @throws InvalidFigureException if it does not do what it should
   */
  List<Finding> run(int rounds) {
    HostAndPort link = cluster.link();
    try (ProberProcess client = cluster.clientProber()) {
      client.ask("answers", link);
      for (int i = 0; i < rounds; i++) {
        measure(client, link);
      }
    }
    List<Double> growth = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      growth.add(busy.get(i) - empty.get(i));
    }
    return List.of(
        finding("rss_mb", "whole agent, memory", empty, Optional.of(Bar.atMost(120))),
        finding("rss_1000_mb", "with 1,000 idle connections", busy, Optional.of(Bar.atMost(122))),
        finding(
            "start_s",
            "started again, until its port accepts",
            start,
            Optional.of(Bar.atMost(0.6))),
        detail("rss_1000_growth_mb", "memory that 1,000 idle connections add", growth));
  }

  private void measure(ProberProcess client, HostAndPort link) {
    cluster.agent(2).stop();
    client.begin("accepts", link);
    long begin = System.nanoTime();
    cluster.startAgent(2);
    start.add((client.answer() - begin) / 1e9);
    client.ask("answers", link);
    empty.add(settledMegabytes());
    client.ask("hold " + IDLE, link);
    busy.add(settledMegabytes());
    client.closeConnections();
  }

  /** What the compilers take while the agent starts is not what it takes. */
  private double settledMegabytes() {
    try {
      Thread.sleep(SETTLE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted", e);
    }
    return cluster.agent(2).residentMegabytes();
  }

  private static Finding finding(
      String name, String title, List<Double> values, Optional<Bar> bar) {
    return Finding.single(
        new Finding.Subject("agent." + name, true, title), Summary.of(values), bar);
  }

  private static Finding detail(String name, String title, List<Double> values) {
    return Finding.single(
        new Finding.Subject("agent." + name, false, title),
        Summary.of(values),
        Optional.of(Bar.atMost(2)));
  }
}

package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/** One run over all ways: they are started, warmed up, and take turns. Used once. */
final class AmbassadorRun {
  private final Course course;
  private final Setup setup;
  private final Consumer<String> progress;
  private final Random random = new Random(1);
  private final Readings readings = new Readings();
  private final List<Lane> lanes;

  /** The progress is told what comes next, a line each. */
  AmbassadorRun(Course course, Setup setup, Consumer<String> progress) {
    this.course = course;
    this.setup = setup;
    this.progress = progress;
    this.lanes = course.ways().stream().map(Lane::new).toList();
  }

  /**
   * Measures everything.
   *
   * @throws BenchmarkException if a server or a way does not start
   */
  Readings run() {
    try (Wires wires = Wires.create(lanes)) {
      // Where this is ended from outside, namespaces and processes would stay.
      Thread end = new Thread(wires::close);
      Runtime.getRuntime().addShutdownHook(end);
      List<Forwarder> servers = setup.servers();
      try (ProberProcess prober = ProberProcess.start()) {
        if (course.needsRounds()) {
          takeTurns(prober);
        }
        if (course.workloads().contains(Workload.FOOTPRINT)) {
          progress.accept("memory, and start to first byte");
          new Footprint(setup, prober, readings).run(lanes, course.volume().rounds(), random);
        }
      } finally {
        servers.forEach(Forwarder::close);
      }
      Runtime.getRuntime().removeShutdownHook(end);
    }
    return readings;
  }

  private void takeTurns(ProberProcess prober) {
    Map<Way, Forwarder> forwarders = new EnumMap<>(Way.class);
    try {
      int answerBytes = 0;
      for (Lane lane : lanes) {
        forwarders.put(lane.way(), setup.start(lane, 0));
        answerBytes = awaitAnswer(prober, lane);
      }
      String script = setup.resource("wrk.lua").toString();
      Clients clients = new Clients(course.volume().amount(), script, answerBytes);
      progress.accept("warm-up");
      round(clients, forwarders, 0);
      for (int round = 1; round <= course.volume().rounds(); round++) {
        progress.accept("round " + round + " of " + course.volume().rounds());
        round(clients, forwarders, round);
      }
    } finally {
      forwarders.values().forEach(Forwarder::close);
    }
  }

  private int awaitAnswer(ProberProcess prober, Lane lane) {
    try {
      return prober.first(lane.target());
    } catch (InvalidFigureException e) {
      throw new BenchmarkException(
          "%s does not answer: %s%n%s"
              .formatted(lane.way().key(), e.getMessage(), setup.lastWords(lane.way())),
          e);
    }
  }

  /** All workloads, each of all ways before the next. Nothing is kept of round 0. */
  private void round(Clients clients, Map<Way, Forwarder> forwarders, int round) {
    for (Workload workload : course.workloads()) {
      if (workload == Workload.FOOTPRINT) {
        continue;
      }
      List<Lane> order = new ArrayList<>(lanes);
      Collections.shuffle(order, random);
      for (Lane lane : order) {
        measure(clients, workload, lane, forwarders, round);
      }
    }
  }

  private void measure(
      Clients clients, Workload workload, Lane lane, Map<Way, Forwarder> forwarders, int round) {
    try {
      Forwarder forwarder = Objects.requireNonNull(forwarders.get(lane.way()));
      Map<Quantity, Double> read = clients.run(workload, lane, forwarder);
      if (round > 0) {
        readings.add(lane.way(), round, read);
      }
    } catch (InvalidFigureException e) {
      readings.fault(lane.way(), workload, "round " + round + ": " + e.getMessage());
    }
  }
}

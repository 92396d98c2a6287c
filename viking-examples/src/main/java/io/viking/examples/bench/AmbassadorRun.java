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
  private final Readings readings;
  private final List<Lane> lanes;

  /** What is read goes to the readings; the progress is told what comes next, a line each. */
  AmbassadorRun(Course course, Setup setup, Readings readings, Consumer<String> progress) {
    this.course = course;
    this.setup = setup;
    this.readings = readings;
    this.progress = progress;
    this.lanes = course.ways().stream().map(Lane::new).toList();
  }

  /**
   * Measures everything.
   *
   * @throws BenchmarkException if a server or a way does not start
   */
  void run() {
    try (Wires wires = course.loopback() ? Wires.loopback(lanes) : Wires.create(lanes)) {
      // Where this is ended from outside, namespaces and processes would stay.
      Thread end = new Thread(wires::close);
      Runtime.getRuntime().addShutdownHook(end);
      List<Forwarder> servers = setup.servers(lanes);
      try (ProberProcess prober =
          ProberProcess.start(command -> Tool.inside(Wires.CLIENT, command))) {
        if (course.needsRounds()) {
          takeTurns(prober);
        }
        if (course.workloads().contains(Workload.FOOTPRINT)) {
          progress.accept("memory, and start to first byte");
          new Footprint(setup, prober, readings).run(lanes, course.starts(), random);
        }
      } finally {
        servers.forEach(Forwarder::close);
      }
      Runtime.getRuntime().removeShutdownHook(end);
    }
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
      Course.Volume volume = course.volume();
      progress.accept("warm-up");
      round(new Clients(volume.warmUp(), script, answerBytes), forwarders, 0);
      Clients clients = new Clients(volume.amount(), script, answerBytes);
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
      if (!workload.isInTurns()) {
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

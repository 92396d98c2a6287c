package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What fresh processes of a way take: memory, and time until they answer. */
final class Footprint {
  private static final int IDLE = 1_000;
  private static final int LISTENERS = 2_000;

  private final Setup setup;
  private final ProberProcess prober;
  private final Readings readings;

  Footprint(Setup setup, ProberProcess prober, Readings readings) {
    this.setup = setup;
    this.prober = prober;
    this.readings = readings;
  }

  /** So many rounds over all ways that have a process. */
  void run(List<Lane> lanes, int rounds, Random random) {
    List<Lane> order =
        new ArrayList<>(lanes.stream().filter(lane -> lane.way() != Way.DIRECT).toList());
    for (int round = 1; round <= rounds; round++) {
      Collections.shuffle(order, random);
      for (Lane lane : order) {
        try {
          readings.add(lane.way(), round, measure(lane));
        } catch (InvalidFigureException e) {
          readings.fault(lane.way(), Workload.FOOTPRINT, String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private Map<Quantity, Double> measure(Lane lane) {
    Map<Quantity, Double> read = new EnumMap<>(Quantity.class);
    prober.beginFirst(lane.target());
    long begin = System.nanoTime();
    try (Forwarder forwarder = setup.start(lane, 0)) {
      prober.answer();
      read.put(Quantity.FIRST_BYTE, (System.nanoTime() - begin) / 1e6);
      read.put(Quantity.MEMORY, forwarder.memoryMegabytes());
      prober.open(IDLE, lane.target());
      read.put(Quantity.MEMORY_1000, forwarder.memoryMegabytes());
      prober.closeConnections();
    }
    try (Forwarder forwarder = setup.start(lane, LISTENERS)) {
      prober.first(lane.target());
      read.put(Quantity.MEMORY_2000_LISTENERS, forwarder.memoryMegabytes());
    }
    return read;
  }
}

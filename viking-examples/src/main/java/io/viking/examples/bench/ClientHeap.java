package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.List;

/** What lives in the heap of a process whose client knows many ports, and of one that knows one. */
final class ClientHeap {
  private static final int MANY = 10_000;

  private final Site site;

  ClientHeap(Site site) {
    this.site = site;
  }

  List<Pair> run(int rounds) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      pairs.add(new Pair(megabytes(MANY), megabytes(1)));
    }
    return pairs;
  }

  private double megabytes(int services) {
    try (WorkerProcess process = WorkerProcess.start(site.etcd(), "bench")) {
      process.tell("heap " + services + " " + site.fresh().baseKey());
      return Double.parseDouble(process.answer());
    }
  }
}

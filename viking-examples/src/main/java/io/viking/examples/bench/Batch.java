package io.viking.examples.bench;

import static io.viking.examples.bench.RawEtcd.putting;

import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Op;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Many services in one call, beside the bare transactions that write the same keys. */
final class Batch {
  private static final int SERVICES = 10_000;

  /** As viking packs them: transactions of 64 nested ones, each with 30 services' two keys. */
  private static final int NESTED_GROUP = 30;

  private static final int NESTED_GROUPS = 64;

  /** As many services as leave room for the counter in a transaction of 128 operations. */
  private static final int FLAT_GROUP = 63;

  private final Site site;

  Batch(Site site) {
    this.site = site;
  }

  /** The rounds of both figures that this gives. */
  Map<Figure, List<Pair>> run(int rounds) {
    round();
    Map<Figure, List<Pair>> pairs = new EnumMap<>(Figure.class);
    for (int i = 0; i < rounds; i++) {
      round()
          .forEach(
              (figure, pair) -> pairs.computeIfAbsent(figure, f -> new ArrayList<>()).add(pair));
    }
    return pairs;
  }

  private Map<Figure, Pair> round() {
    double nested = raw(Batch::nested, NESTED_GROUPS * NESTED_GROUP);
    double viking = viking();
    double flat = raw(writes -> writes, FLAT_GROUP);
    return Map.of(
        Figure.BATCH_10000, new Pair(viking, nested),
        Figure.BATCH_10000_FLAT, new Pair(viking, flat));
  }

  private double viking() {
    Target target = site.fresh();
    List<ServicePort> services = Services.first(target.stack(), SERVICES);
    try (ClusterStore store = VikingStore.open(target)) {
      store.ports().allocate(Services.of(target.stack(), SERVICES));
      long before = System.nanoTime();
      store.ports().allocate(services);
      return millisSince(before);
    }
  }

  /** How a transaction's writes are packed. */
  private interface Packing {
    List<Op> pack(List<Op> writes);
  }

  private double raw(Packing packing, int servicesEach) {
    Target target = site.fresh();
    String counter = target.baseKey() + "/ports-next";
    try (RawEtcd etcd = new RawEtcd(target.endpoints())) {
      long revision = etcd.put(counter, "10000").getHeader().getRevision();
      long before = System.nanoTime();
      for (int from = 0; from < SERVICES; from += servicesEach) {
        int to = Math.min(SERVICES, from + servicesEach);
        List<Op> operations = new ArrayList<>(packing.pack(writes(target, from, to)));
        operations.add(putting(counter, Integer.toString(10_000 + to)));
        TxnResponse answer = etcd.commit(counter, revision, operations);
        revision = answer.getHeader().getRevision();
      }
      return millisSince(before);
    }
  }

  private static List<Op> writes(Target target, int from, int to) {
    List<Op> writes = new ArrayList<>();
    for (int service = from; service < to; service++) {
      String number = Integer.toString(10_000 + service);
      writes.add(putting(target.record(service), number));
      writes.add(putting(target.owner(number), Services.path(target.stack(), service)));
    }
    return writes;
  }

  private static List<Op> nested(List<Op> writes) {
    List<Op> groups = new ArrayList<>();
    for (int from = 0; from < writes.size(); from += 2 * NESTED_GROUP) {
      groups.add(
          RawEtcd.together(writes.subList(from, Math.min(writes.size(), from + 2 * NESTED_GROUP))));
    }
    return groups;
  }

  private static double millisSince(long before) {
    return (System.nanoTime() - before) / 1e6;
  }
}

package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.viking.model.ServicePort;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the allocator's keys held at one moment, as far as {@link PortQuery} asked. */
final class PortReading {
  private final EtcdKeys keys;
  private final PortQuery query;
  private final Map<ServicePort, Integer> recorded = new HashMap<>();
  private final BitSet taken = new BitSet();
  private long counterRevision;
  private int next;

  private PortReading(EtcdKeys keys, PortQuery query) {
    this.keys = keys;
    this.query = query;
  }

  /** Reads the answers to {@link PortQuery#operations}, in their order. */
  static PortReading of(EtcdKeys keys, PortQuery query, List<GetResponse> answers) {
    PortReading reading = new PortReading(keys, query);
    for (GetResponse answer : answers) {
      answer.getKvs().forEach(reading::note);
    }
    return reading;
  }

  /** The counter's last change, 0 if it does not exist: what a transaction compares. */
  long counterRevision() {
    return counterRevision;
  }

  /** The counter; 0 where it does not exist or cannot be read. */
  int next() {
    return next;
  }

  /** The records found, of the service ports asked for and maybe others. */
  Map<ServicePort, Integer> recorded() {
    return recorded;
  }

  /** The numbers in use, complete within {@link PortQuery#window()} only. */
  BitSet taken() {
    return taken;
  }

  PortQuery query() {
    return query;
  }

  /** Whether it shows the next run of that many free numbers, or the whole range. */
  boolean showsRun(PortRange range, int wanted) {
    int from = PortChooser.start(range, next);
    PortRange window = query.window();
    return window.equals(range)
        || (window.contains(from) && PortChooser.run(from, window.last(), wanted, taken) >= 0);
  }

  /** What it would be had it been read after the grant, whose transaction made that revision. */
  PortReading after(PortGrant grant, long revision) {
    PortReading later = new PortReading(keys, query);
    later.recorded.putAll(recorded);
    later.recorded.putAll(grant.entries());
    later.taken.or(taken);
    grant.entries().values().forEach(later.taken::set);
    later.counterRevision = revision;
    later.next = grant.next();
    return later;
  }

  private void note(KeyValue pair) {
    String key = EtcdClient.text(pair.getKey());
    if (key.equals(keys.counter())) {
      counterRevision = pair.getModRevision();
      next = number(EtcdClient.text(pair.getValue()));
    } else if (key.startsWith(keys.owners())) {
      taken.set(number(key.substring(keys.owners().length())));
    } else {
      keys.servicePort(key).ifPresent(port -> noteRecord(port, pair));
    }
  }

  private void noteRecord(ServicePort port, KeyValue pair) {
    int number = number(EtcdClient.text(pair.getValue()));
    if (number > 0) {
      recorded.put(port, number);
    } else if (query.wanted().contains(port)) {
      throw RecordedPorts.unreadable(keys.record(port), EtcdClient.text(pair.getValue()));
    }
  }

  /** 1 to 65535, or 0 for anything else. */
  static int number(String digits) {
    if (!digits.matches("[0-9]{1,5}")) {
      return 0;
    }
    int number = Integer.parseInt(digits);
    return number <= 65535 ? number : 0;
  }
}

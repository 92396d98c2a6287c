package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the allocator's keys held at one moment, as far as {@link PortQuery} asked. */
final class PortReading {
  private final EtcdKeys keys;
  private final PortQuery query;
  private final Map<ServicePort, Integer> recorded = new HashMap<>();
  private final List<KeyValue> records = new ArrayList<>();
  private final BitSet taken = new BitSet();
  private final SortedMap<Integer, Withheld> withheld = new TreeMap<>();
  private final List<HostReport> reports = new ArrayList<>();
  private long counterRevision;
  private int next;
  private boolean hasVersion;

  private PortReading(EtcdKeys keys, PortQuery query) {
    this.keys = keys;
    this.query = query;
  }

  /**
   * Reads the answers to {@link PortQuery#operations}, in their order.
   *
   * @throws IncompatibleStoreException if the keys have a layout that this library does not know
   */
  static PortReading of(EtcdKeys keys, PortQuery query, List<GetResponse> answers) {
    return ofPairs(
        keys, query, answers.stream().flatMap(answer -> answer.getKvs().stream()).toList());
  }

  static PortReading ofPairs(EtcdKeys keys, PortQuery query, List<KeyValue> pairs) {
    PortReading reading = new PortReading(keys, query);
    pairs.forEach(reading::note);
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

  /** Whether the layout's version was there; where not, whoever writes puts it. */
  boolean hasVersion() {
    return hasVersion;
  }

  /** The records found, of the service ports asked for and maybe others. */
  Map<ServicePort, Integer> recorded() {
    return recorded;
  }

  /** The numbers that must not be given, complete within {@link PortQuery#window()} only. */
  BitSet unavailable(Instant now) {
    BitSet numbers = (BitSet) taken.clone();
    withheld.forEach((number, reason) -> numbers.set(number, !isReusable(number, reason, now)));
    recorded.values().forEach(numbers::set);
    return numbers;
  }

  /** Whether that number is withheld; known only where everything was read. */
  boolean isWithheld(int number) {
    return withheld.containsKey(number);
  }

  PortQuery query() {
    return query;
  }

  /** Everything as a value; for a reading of everything. */
  PortRecords everything(RecordedPorts.Unreadable unreadable) {
    PortTable table = RecordedPorts.of(keys, records, unreadable);
    return new PortRecords(next, table, withheld);
  }

  /** What it would be had it been read after the grant, whose transaction made that revision. */
  PortReading after(PortGrant grant, long revision) {
    PortReading later = new PortReading(keys, query);
    later.recorded.putAll(recorded);
    later.recorded.putAll(grant.changes().entries());
    later.taken.or(taken);
    grant.changes().entries().values().forEach(later.taken::set);
    later.withheld.putAll(withheld);
    grant.changes().withheld().forEach((number, reason) -> later.withheld.remove(number));
    later.reports.addAll(reports);
    later.counterRevision = revision;
    later.next = grant.next();
    later.hasVersion = true;
    return later;
  }

  /**
   * What is worth keeping for a later allocation: the counter, and the numbers not to be given in a
   * short look from there. What is withheld counts as that, as its reasons may have changed.
   */
  PortReading asGuess(PortRange range) {
    PortRange window =
        query.isEverything() ? PortQuery.from(next, Set.of(), range).window() : query.window();
    PortReading guess = new PortReading(keys, new PortQuery(Set.of(), window));
    guess.taken.or(taken);
    recorded.values().forEach(guess.taken::set);
    withheld.keySet().forEach(guess.taken::set);
    guess.taken.clear(0, window.first());
    guess.taken.clear(window.last() + 1, Math.max(window.last() + 1, guess.taken.length()));
    guess.counterRevision = counterRevision;
    guess.next = next;
    guess.hasVersion = hasVersion;
    return guess;
  }

  /** This guess for whoever wants those. */
  PortReading asking(Set<ServicePort> wanted) {
    PortReading guess = new PortReading(keys, new PortQuery(wanted, query.window()));
    guess.taken.or(taken);
    guess.counterRevision = counterRevision;
    guess.next = next;
    guess.hasVersion = hasVersion;
    return guess;
  }

  private boolean isReusable(int number, Withheld reason, Instant now) {
    return reason.isOver(now)
        && !taken.get(number)
        && reports.stream().noneMatch(report -> report.mayCarry(number));
  }

  private void note(KeyValue pair) {
    String key = EtcdClient.text(pair.getKey());
    if (key.equals(keys.counter())) {
      counterRevision = pair.getModRevision();
      next = number(EtcdClient.text(pair.getValue()));
    } else if (key.equals(keys.version())) {
      EtcdLayout.check(keys, EtcdClient.text(pair.getValue()));
      hasVersion = true;
    } else if (key.startsWith(keys.owners())) {
      taken.set(number(key.substring(keys.owners().length())));
    } else if (key.startsWith(keys.withheld())) {
      noteWithheld(key, pair);
    } else if (key.startsWith(keys.reports())) {
      reports.add(EtcdHosts.report(keys, pair));
    } else {
      records.add(pair);
      keys.servicePort(key).ifPresent(port -> noteRecord(port, pair));
    }
  }

  private void noteWithheld(String key, KeyValue pair) {
    int number = number(key.substring(keys.withheld().length()));
    if (!query.isEverything()) {
      taken.set(number);
      return;
    }
    if (number == 0) {
      return; // No number: nothing is held back by it.
    }
    withheld.put(number, RecordedPorts.withheld(key, EtcdClient.text(pair.getValue())));
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

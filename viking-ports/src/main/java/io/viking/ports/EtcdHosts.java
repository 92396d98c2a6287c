package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.viking.model.Host;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host records in etcd, under the lease, and the hosts' reports, under none. */
final class EtcdHosts implements HostDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdHosts.class);

  private final EtcdClient client;
  private final EtcdLayout layout;
  private final EtcdKeys keys;
  private final EtcdRegistrations registrations;

  EtcdHosts(EtcdClient client, EtcdLayout layout, EtcdKeys keys, EtcdRegistrations registrations) {
    this.client = client;
    this.layout = layout;
    this.keys = keys;
    this.registrations = registrations;
  }

  @Override
  public void announce(Host host) {
    registrations.put(keys.host(host.name()), HostRecord.write(host));
  }

  @Override
  public List<Host> hosts() {
    return client.list("list hosts", keys.hosts()).getKvs().stream()
        .flatMap(pair -> read(keys, pair).stream())
        .sorted(Comparator.comparing(Host::name))
        .toList();
  }

  @Override
  public void report(HostReport report) {
    String value = ReportRecord.write(report);
    layout.write(
        "record the report of host " + report.host(),
        client.deadline(),
        List.of(
            Op.put(
                EtcdClient.bytes(keys.report(report.host())),
                EtcdClient.bytes(value),
                PutOption.DEFAULT)));
  }

  @Override
  public List<HostReport> reports() {
    return reports(client.deadline());
  }

  private List<HostReport> reports(Deadline deadline) {
    return client.list("list the hosts' reports", keys.reports(), deadline).getKvs().stream()
        .map(pair -> report(keys, pair))
        .sorted(Comparator.comparing(HostReport::host))
        .toList();
  }

  @Override
  public boolean forget(String host) {
    // Read first: a delete that is tried again after a lost answer would find nothing to tell of.
    Deadline deadline = client.deadline();
    boolean known = reports(deadline).stream().anyMatch(report -> report.host().equals(host));
    layout.write(
        "forget the report of host " + host,
        deadline,
        List.of(Op.delete(EtcdClient.bytes(keys.report(host)), DeleteOption.DEFAULT)));
    return known;
  }

  @Override
  public boolean drain(String host, String by) {
    DrainedHost.checkHost(host);
    String value = DrainedHost.of(by);
    Deadline deadline = client.deadline();
    Optional<TxnResponse> answer;
    do {
      if (drained(deadline).containsKey(host)) {
        return false;
      }
      // Two who ask at once: the first one stays recorded.
      answer =
          layout.write(
              "record that host " + host + " is drained",
              deadline,
              List.of(
                  new Cmp(
                      EtcdClient.bytes(keys.drain(host)),
                      Cmp.Op.EQUAL,
                      CmpTarget.createRevision(0))),
              List.of(
                  Op.put(
                      EtcdClient.bytes(keys.drain(host)),
                      EtcdClient.bytes(value),
                      PutOption.DEFAULT)));
    } while (answer.isEmpty());
    return true;
  }

  @Override
  public boolean uncordon(String host) {
    DrainedHost.checkHost(host);
    Deadline deadline = client.deadline();
    boolean known = drained(deadline).containsKey(host);
    layout.write(
        "record that host " + host + " may be used again",
        deadline,
        List.of(Op.delete(EtcdClient.bytes(keys.drain(host)), DeleteOption.DEFAULT)));
    return known;
  }

  @Override
  public SortedMap<String, String> drained() {
    return drained(client.deadline());
  }

  private SortedMap<String, String> drained(Deadline deadline) {
    SortedMap<String, String> drained = new TreeMap<>();
    for (KeyValue pair : client.list("list drained hosts", keys.drains(), deadline).getKvs()) {
      String host = EtcdClient.text(pair.getKey()).substring(keys.drains().length());
      drained.put(host, EtcdClient.text(pair.getValue()));
    }
    return Collections.unmodifiableSortedMap(drained);
  }

  /** The report below {@link EtcdKeys#reports()} that this pair holds, whatever is in it. */
  static HostReport report(EtcdKeys keys, KeyValue pair) {
    String key = EtcdClient.text(pair.getKey());
    String host = key.substring(keys.reports().length());
    try {
      HostReport report = ReportRecord.read(EtcdClient.text(pair.getValue()));
      if (report.host().equals(host)) {
        return report;
      }
      LOG.warn("etcd key {} holds the report of another host", Excerpt.line(key));
    } catch (IllegalArgumentException e) {
      LOG.warn("etcd key {} may hold any number: {}", Excerpt.line(key), faultOf(e));
    }
    return HostReport.unreadable(host);
  }

  /** A record under another host's key would be a second one of that name. */
  private static Optional<Host> read(EtcdKeys keys, KeyValue pair) {
    String key = EtcdClient.text(pair.getKey());
    try {
      Host host = HostRecord.read(EtcdClient.text(pair.getValue()));
      if (keys.host(host.name()).equals(key)) {
        return Optional.of(host);
      }
      LOG.warn("etcd key {} is left out: it holds the record of another host", Excerpt.line(key));
    } catch (IllegalArgumentException e) {
      LOG.warn("etcd key {} is left out: {}", Excerpt.line(key), faultOf(e));
    }
    return Optional.empty();
  }

  private static String faultOf(IllegalArgumentException e) {
    return Excerpt.line(String.valueOf(e.getMessage()));
  }
}

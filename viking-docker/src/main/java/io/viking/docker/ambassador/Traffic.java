package io.viking.docker.ambassador;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The counters. Thread-safe. */
final class Traffic {
  private final LongAdder accepted = new LongAdder();
  private final AtomicLong active = new AtomicLong();
  private final LongAdder fromClients = new LongAdder();
  private final LongAdder fromEndpoints = new LongAdder();
  private final LongAdder idled = new LongAdder();
  private final LongAdder localFailures = new LongAdder();
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
  private final Tallies tallies = new Tallies();

  Traffic() {
    Arrays.stream(Refusal.values()).forEach(reason -> refused.put(reason, new LongAdder()));
  }

  void opened() {
    accepted.increment();
    active.incrementAndGet();
  }

  void closed() {
    active.decrementAndGet();
  }

  long active() {
    return active.get();
  }

  void refused(Refusal reason) {
    Objects.requireNonNull(refused.get(reason)).increment();
  }

  void failure(String service) {
    tallies.failed(service);
  }

  /** Those by service and endpoint. */
  Tallies tallies() {
    return tallies;
  }

  void idle() {
    idled.increment();
  }

  void localFailure() {
    localFailures.increment();
  }

  LongAdder fromClients() {
    return fromClients;
  }

  LongAdder fromEndpoints() {
    return fromEndpoints;
  }

  AmbassadorStatus.Builder report() {
    AmbassadorStatus.Builder status = AmbassadorStatus.builder();
    status
        .accepted(accepted.sum())
        .active(active.get())
        .bytesFromClients(fromClients.sum())
        .bytesFromEndpoints(fromEndpoints.sum())
        .idled(idled.sum())
        .localFailures(localFailures.sum());
    refused.forEach((reason, count) -> status.putRefused(reason, count.sum()));
    return status.putAllFailures(tallies.failures());
  }
}

package io.viking.docker.registrar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How an {@link EngineWatch} fares. Safe for use by several threads. */
final class WatchCounters {
  private final LongAdder events = new LongAdder();
  private final LongAdder subscriptions = new LongAdder();
  private final LongAdder missed = new LongAdder();
  private final LongAdder failures = new LongAdder();

  void event() {
    events.increment();
  }

  void subscribed() {
    subscriptions.increment();
  }

  void missed() {
    missed.increment();
  }

  void failed() {
    failures.increment();
  }

  long failures() {
    return failures.sum();
  }

  Map<String, Long> values() {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("engineEvents", events.sum());
    values.put("engineSubscriptions", subscriptions.sum());
    values.put("engineChangesMissedByEvents", missed.sum());
    values.put("engineFailures", failures.sum());
    return values;
  }
}

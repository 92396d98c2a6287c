package io.viking.docker.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The meters of a registry that are read all at once. One that is not read any more, because its
 * service or endpoint has gone, is removed. Not thread-safe.
 */
final class SampledMeters {
  private final MeterRegistry registry;
  private Map<Meter.Id, Reading> readings = new HashMap<>();

  SampledMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  private static final class Reading {
    private volatile double value;

    double value() {
      return value;
    }
  }

  /** From now on there are these; those of the same meter are added up. */
  void read(Stream<Sample> samples) {
    Map<Meter.Id, Double> sums = new HashMap<>();
    samples.forEach(sample -> sums.merge(sample.id(), sample.value(), Double::sum));
    Map<Meter.Id, Reading> next = new HashMap<>();
    sums.forEach(
        (id, value) -> {
          Reading known = readings.get(id);
          Reading reading = known == null ? new Reading() : known;
          reading.value = value;
          next.put(id, reading);
          if (known == null) {
            register(id, reading);
          }
        });
    readings.keySet().stream().filter(id -> !next.containsKey(id)).forEach(registry::remove);
    readings = next;
  }

  private void register(Meter.Id id, Reading reading) {
    if (id.getType() == Meter.Type.COUNTER) {
      FunctionCounter.builder(id.getName(), reading, Reading::value)
          .tags(id.getTags())
          .description(id.getDescription())
          .register(registry);
    } else {
      Gauge.builder(id.getName(), reading, Reading::value)
          .tags(id.getTags())
          .description(id.getDescription())
          .register(registry);
    }
  }
}

package io.viking.docker.agent;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;

/**
 * What one meter reads now.
 *
 * @param id the meter, a counter or a gauge
 */
record Sample(Meter.Id id, double value) {
  /** Something that only grows. */
  static Sample counter(String name, String what, long value, String... tags) {
    return of(Meter.Type.COUNTER, name, what, value, tags);
  }

  /** Something that comes and goes. */
  static Sample gauge(String name, String what, long value, String... tags) {
    return of(Meter.Type.GAUGE, name, what, value, tags);
  }

  /** A moment, in seconds since 1970. */
  static Sample moment(String name, String what, Instant moment, String... tags) {
    double seconds = moment.getEpochSecond() + moment.getNano() / 1e9;
    return new Sample(new Meter.Id(name, Tags.of(tags), null, what, Meter.Type.GAUGE), seconds);
  }

  private static Sample of(Meter.Type type, String name, String what, long value, String... tags) {
    return new Sample(new Meter.Id(name, Tags.of(tags), null, what, type), (double) value);
  }
}

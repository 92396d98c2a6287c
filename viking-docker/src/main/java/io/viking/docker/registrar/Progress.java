package io.viking.docker.registrar;

import io.viking.ports.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How far each instance of the view has come, and when. Thread-safe. */
final class Progress {
  private final Clock clock;
  private final RegistrarTimes times;
  private final Instant begin;
  private Map<Endpoint, InstanceTimes> instances = new TreeMap<>();

  /**
   * @param times not told of containers that ran before this was made
   */
  Progress(Clock clock, RegistrarTimes times) {
    this.clock = clock;
    this.times = times;
    this.begin = clock.instant();
  }

  /** What followed from an event of that time was told. */
  void handled(Instant event) {
    times.seen(since(event, clock.instant()));
  }

  /** These are the host's instances now. */
  synchronized void view(HostView view) {
    Instant now = clock.instant();
    Map<Endpoint, InstanceTimes> next = new TreeMap<>();
    for (Registration registration : view.registrations()) {
      InstanceTimes known = instances.get(registration.endpoint());
      Optional<Instant> registered = Optional.ofNullable(known).flatMap(InstanceTimes::registered);
      next.put(
          registration.endpoint(),
          known != null && known.started().equals(registration.started())
              ? known
              : new InstanceTimes(registration.started(), now, registered));
    }
    instances = next;
  }

  /** That endpoint is in the store, or it is no more. */
  void registered(Endpoint endpoint, boolean isThere) {
    register(endpoint, isThere)
        .ifPresent(started -> times.registered(since(started, clock.instant())));
  }

  /** When its container was started, if it is the first time that it is registered. */
  private synchronized Optional<Instant> register(Endpoint endpoint, boolean isThere) {
    InstanceTimes known = instances.get(endpoint);
    if (known == null || known.registered().isPresent() == isThere) {
      return Optional.empty();
    }
    Optional<Instant> since = isThere ? Optional.of(clock.instant()) : Optional.empty();
    instances.put(endpoint, new InstanceTimes(known.started(), known.seen(), since));
    return isThere ? known.started().filter(begin::isBefore) : Optional.empty();
  }

  private static Duration since(Instant begin, Instant end) {
    Duration time = Duration.between(begin, end);
    return time.isNegative() ? Duration.ZERO : time;
  }

  /** All of them. */
  synchronized Map<Endpoint, InstanceTimes> instances() {
    return Collections.unmodifiableMap(new TreeMap<>(instances));
  }
}

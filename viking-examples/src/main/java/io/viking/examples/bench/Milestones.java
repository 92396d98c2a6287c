package io.viking.examples.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * When a container that was started came how far, as the agents of two hosts say. They run on one
 * machine, so their wall clocks are one.
 *
 * @param started the engine has started it
 * @param seen its host's agent has looked at it
 * @param registered its endpoint is in the store
 * @param told the store has told the other host's agent
 * @param applied that agent's ambassador leads there
 */
record Milestones(
    Instant started, Instant seen, Instant registered, Instant told, Instant applied) {
  /** Of a container started since then; empty if it has not come all the way. */
  static Optional<Milestones> of(
      Map<String, String> registration, Map<String, String> listener, Instant since) {
    Optional<Instant> started = moment(registration, "started").filter(since::isBefore);
    Optional<Instant> seen = moment(registration, "seen");
    Optional<Instant> registered = moment(registration, "registered");
    Optional<Instant> told = moment(listener, "told").filter(since::isBefore);
    Optional<Instant> applied = moment(listener, "applied");
    return started.isPresent()
            && seen.isPresent()
            && registered.isPresent()
            && told.isPresent()
            && applied.isPresent()
            && "1".equals(listener.get("endpoints"))
        ? Optional.of(
            new Milestones(started.get(), seen.get(), registered.get(), told.get(), applied.get()))
        : Optional.empty();
  }

  private static Optional<Instant> moment(Map<String, String> entry, String key) {
    return Optional.ofNullable(entry.get(key)).filter(text -> !text.isEmpty()).map(Instant::parse);
  }

  /** From the engine's start until the agent has looked: the engine's event. */
  double event() {
    return seconds(started, seen);
  }

  /** From then until the endpoint is in the store: the probe, and the write. */
  double registration() {
    return seconds(seen, registered);
  }

  /** From then until the other agent was told; less than 0 where that came before the answer. */
  double watch() {
    return seconds(registered, told);
  }

  /** From then until the ambassador leads there. */
  double table() {
    return seconds(told, applied);
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}

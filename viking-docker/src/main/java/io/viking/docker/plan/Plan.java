package io.viking.docker.plan;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The difference between desired and actual state, in the order in which it is carried out: a stage
 * begins when the one before it is done; the services of a stage change at the same time.
 *
 * @param stages the stages; services without a change are in them too
 */
public record Plan(List<List<ServiceChange>> stages) {
  /** Copies the lists. */
  public Plan {
    stages = stages.stream().map(List::copyOf).toList();
  }

  /** The change of every service, in order. */
  public List<ServiceChange> changes() {
    return stages.stream().flatMap(List::stream).toList();
  }

  /** Every container to start, in order. */
  public List<Start> starts() {
    return all(ServiceChange::starts);
  }

  /** Every container to remove, in order. */
  public List<Removal> removals() {
    return all(ServiceChange::removals);
  }

  /** Every container that stays, in order. */
  public List<Kept> kept() {
    return all(ServiceChange::kept);
  }

  /** What cannot be done now, in order. */
  public List<Waiting> waiting() {
    return all(ServiceChange::waiting);
  }

  /** Whether carrying it out would do nothing. */
  public boolean isEmpty() {
    return changes().stream().allMatch(ServiceChange::isEmpty);
  }

  private <T> List<T> all(Function<ServiceChange, List<T>> part) {
    return stages.stream()
        .flatMap(List::stream)
        .flatMap((Function<ServiceChange, Stream<T>>) change -> part.apply(change).stream())
        .toList();
  }
}

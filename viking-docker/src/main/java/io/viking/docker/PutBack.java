package io.viking.docker;

import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Fates;
import io.viking.docker.plan.ImageName;
import io.viking.docker.plan.Removal;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes a service again what it was before an update of it that failed. Pure.
 *
 * @param change the update
 * @param stayed those of its old instances that still run
 * @param replaced those that do not
 * @param fresh the new ones that run, or may
 * @param old the job by which the old ones were made; empty if none of them tells
 */
record PutBack(
    ServiceChange change,
    Set<InstanceId> stayed,
    List<InstanceId> replaced,
    Set<InstanceId> fresh,
    Optional<Job> old) {

  static PutBack of(ServiceChange change, Course course, ActualState before) {
    Set<InstanceId> stayed = new HashSet<>();
    change.kept().forEach(kept -> stayed.add(kept.instance()));
    List<InstanceId> replaced =
        change.removals().stream().map(Removal::instance).filter(course::isRemoved).toList();
    change.removals().stream()
        .map(Removal::instance)
        .filter(instance -> !course.isRemoved(instance))
        .forEach(stayed::add);
    Set<InstanceId> fresh =
        change.starts().stream()
            .map(start -> start.spec().instance())
            .filter(course::isStarted)
            .collect(Collectors.toSet());
    return new PutBack(change, stayed, replaced, fresh, old(change, replaced, before));
  }

  private static Optional<Job> old(
      ServiceChange change, Collection<InstanceId> replaced, ActualState before) {
    Map<InstanceId, ActualInstance> known = new HashMap<>();
    before.hosts().stream()
        .flatMap(host -> host.instances().stream())
        .forEach(instance -> known.put(instance.id(), instance));
    return Stream.concat(replaced.stream(), change.removals().stream().map(Removal::instance))
        .flatMap(instance -> Optional.ofNullable(known.get(instance)).stream())
        .flatMap(instance -> job(instance, before).stream())
        .findFirst();
  }

  /**
   * Where the image's name means another image by now, the one that it meant is named by its id.
   */
  private static Optional<Job> job(ActualInstance instance, ActualState state) {
    return instance
        .definition()
        .map(
            job -> {
              String name = ImageName.normalize(job.image());
              boolean moved =
                  state.hosts().stream()
                      .flatMap(host -> Optional.ofNullable(host.images().get(name)).stream())
                      .anyMatch(id -> !id.equals(instance.imageId()));
              return moved ? Job.builder().from(job).image(instance.imageId()).build() : job;
            });
  }

  /** Whether all of it is as it was. */
  boolean isNothing() {
    return replaced.isEmpty() && fresh.isEmpty();
  }

  /** The old job, with as many instances as there were. */
  Optional<Job> job() {
    int count = stayed.size() + replaced.size();
    return old.map(job -> job.withScale(job.writesToVolume() ? Math.min(1, count) : count));
  }

  /** What the planner is to leave alone, and what it is to remove, for all of them. */
  static Fates fates(Collection<PutBack> all) {
    Set<InstanceId> staying = new HashSet<>();
    Map<InstanceId, String> going = new HashMap<>();
    for (PutBack putBack : all) {
      staying.addAll(putBack.stayed());
      putBack.change().starts().stream()
          .map(start -> start.spec().instance())
          .forEach(instance -> going.put(instance, "the update to it failed"));
    }
    return new Fates(staying, going);
  }

  /** What was done, for people; the starts are those of this service. */
  String told(List<Start> starts) {
    return numbered(stayed.size(), "old container stayed", "old containers stayed")
        + starts.stream()
            .map(start -> ", " + start.spec().instance() + " on " + start.host() + " is new")
            .collect(Collectors.joining())
        + (starts.isEmpty() ? "" : " by the old definition")
        + ", no container of the new definition is left.";
  }

  private static String numbered(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}

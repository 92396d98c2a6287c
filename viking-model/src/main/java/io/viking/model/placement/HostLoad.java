package io.viking.model.placement;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * A host and what is on it, or will be once the plan so far has been carried out. A live view: it
 * changes as the plan grows, and only a {@link ClusterLoad} changes it.
 */
public final class HostLoad {
  /** Least loaded first: by {@link #share()}, then by the number of instances, then by name. */
  public static final Comparator<HostLoad> LEAST_LOADED_FIRST =
      Comparator.comparingDouble(HostLoad::share)
          .thenComparingInt(HostLoad::count)
          .thenComparing(load -> load.host().name());

  /**
   * What an instance that sets no limit counts as when loads are compared: what Kubernetes'
   * scheduler takes (pkg/scheduler/util/pod_resources.go). Without it, unlimited instances would
   * all gather where nothing is asked for.
   */
  private static final Resources UNLIMITED = new Resources(200L << 20, 100_000_000);

  /** What a host that does not tell its size counts as when loads are compared. */
  private static final Resources UNTOLD = new Resources(16L << 30, 4_000_000_000L);

  private final Host host;
  private final HostState state;
  private final Optional<Resources> capacity;
  private final Map<InstanceId, Resources> instances = new HashMap<>();
  private final Map<ServiceName, Integer> counts = new HashMap<>();
  private Resources asked = Resources.NONE;
  private Resources weight = Resources.NONE;
  private double share;

  /** The sorted sets that this is in, and has to leave while it changes. */
  final List<NavigableSet<HostLoad>> rankings = new ArrayList<>();

  HostLoad(Host host, HostState state, Optional<Resources> capacity) {
    this.host = host;
    this.state = state;
    this.capacity = capacity;
  }

  /** The host, with its tags. */
  public Host host() {
    return host;
  }

  /** Whether it can be counted on; candidates are always schedulable. */
  public HostState state() {
    return state;
  }

  /** What the host has; empty if its engine does not tell, in which case everything fits. */
  public Optional<Resources> capacity() {
    return capacity;
  }

  /** What viking's instances on it ask for, together. */
  public Resources asked() {
    return asked;
  }

  /** What is not asked for yet; empty if the engine does not tell what the host has. */
  public Optional<Resources> free() {
    return capacity.map(all -> all.minus(asked));
  }

  /**
   * How full it is: of memory and processors, the larger share that is asked for. An instance that
   * asks for no memory counts as 200 MiB, one that asks for no processors as 0.1 of one.
   *
   * @return 0 for an empty host; above 1 if more is asked for than there is
   */
  public double share() {
    return share;
  }

  /** How many instances are on it, those of other services included. */
  public int count() {
    return instances.size();
  }

  /** How many instances of that service are on it. */
  public int instancesOf(ServiceName service) {
    return counts.getOrDefault(service, 0);
  }

  /** How many instances of that stack are on it. */
  public int instancesOf(StackName stack) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().stack().equals(stack))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** The services that have instances on it, and how many; unmodifiable, in no order. */
  public Map<ServiceName, Integer> services() {
    return Collections.unmodifiableMap(counts);
  }

  /** The instances on it, sorted. */
  public List<InstanceId> instances() {
    return instances.keySet().stream().sorted().toList();
  }

  /** Why the host cannot run one more instance of that job, for people; empty if it can. */
  public Optional<String> refusal(Job job) {
    List<String> missing = job.filter().stream().filter(tag -> !host.tags().contains(tag)).toList();
    return state
        .fault()
        .or(
            () ->
                missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("lacks tag " + String.join(", ", missing)))
        .or(() -> shortage(Resources.of(job)));
  }

  /** Whether so much more can be asked for; always, if it is not known what the host has. */
  public boolean hasRoomFor(Resources more) {
    return capacity.isEmpty()
        || (isWithin(more.memory(), asked.memory(), capacity.get().memory())
            && isWithin(more.nanoCpus(), asked.nanoCpus(), capacity.get().nanoCpus()));
  }

  /** What sets no limit fits on a host that is full, or fuller than it should be. */
  private static boolean isWithin(long more, long asked, long all) {
    return more == 0 || more <= all - asked;
  }

  private Optional<String> shortage(Resources more) {
    if (hasRoomFor(more)) {
      return Optional.empty();
    }
    Resources all = capacity.orElseThrow();
    Resources left = all.minus(asked);
    List<String> parts = new ArrayList<>();
    if (!isWithin(more.memory(), asked.memory(), all.memory())) {
      parts.add(
          "memory %s is asked for, %s of %s is free"
              .formatted(more.memoryText(), left.memoryText(), all.memoryText()));
    }
    if (!isWithin(more.nanoCpus(), asked.nanoCpus(), all.nanoCpus())) {
      parts.add(
          "cpus %s is asked for, %s of %s is free"
              .formatted(
                  more.cpus().toPlainString(),
                  left.cpus().toPlainString(),
                  all.cpus().toPlainString()));
    }
    return Optional.of(String.join("; ", parts));
  }

  void add(InstanceId instance, Resources resources) {
    if (instances.putIfAbsent(instance, resources) == null) {
      counts.merge(instance.service(), 1, Integer::sum);
      weigh(asked.plus(resources), weight.plus(weightOf(resources)));
    }
  }

  void remove(InstanceId instance) {
    Resources resources = instances.remove(instance);
    if (resources != null) {
      counts.computeIfPresent(instance.service(), (any, n) -> n == 1 ? null : n - 1);
      weigh(asked.minus(resources), weight.minus(weightOf(resources)));
    }
  }

  private void weigh(Resources newAsked, Resources newWeight) {
    asked = newAsked;
    weight = newWeight;
    Resources all = capacity.orElse(UNTOLD);
    share =
        Math.max(ratio(weight.memory(), all.memory()), ratio(weight.nanoCpus(), all.nanoCpus()));
  }

  private static double ratio(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }

  private static Resources weightOf(Resources resources) {
    return new Resources(
        resources.memory() == 0 ? UNLIMITED.memory() : resources.memory(),
        resources.nanoCpus() == 0 ? UNLIMITED.nanoCpus() : resources.nanoCpus());
  }

  @Override
  public String toString() {
    return host + " (" + count() + " instances, " + asked + ")";
  }
}

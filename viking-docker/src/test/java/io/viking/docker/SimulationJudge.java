package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Labels;
import io.viking.docker.plan.Mount;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Removal;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a reconciler may do to a simulated cluster, by what is true there and by what people mean;
 * it believes nothing that the reconciler says of either.
 */
final class SimulationJudge {
  private final SimulatedHosts hosts;
  private final SimulatedWishes wishes;
  private final SimulatedPatience patience;
  private final Map<String, List<ActualInstance>> seen = new TreeMap<>();
  private final Map<String, String> homes = new TreeMap<>();

  SimulationJudge(SimulatedHosts hosts, SimulatedWishes wishes, Clock clock) {
    this.hosts = hosts;
    this.wishes = wishes;
    this.patience = new SimulatedPatience(hosts, clock);
  }

  /** Somebody looks at everything, and sees that. */
  void look(List<ActualHost> answers, Set<String> drained) {
    hosts.look(drained);
    wishes.look();
    answers.forEach(host -> seen.put(host.host().name(), host.instances()));
  }

  /** Another reconciler begins, which knows of before that these hosts have containers. */
  void forget(Set<String> occupied) {
    hosts.forget(occupied);
    patience.forget();
  }

  void failed(StackName stack) {
    patience.failed(stack);
  }

  void failed(ServiceName service) {
    patience.failed(service);
  }

  void succeeded(StackName stack) {
    patience.succeeded(stack);
  }

  void edited(ServiceName service) {
    patience.edited(service);
  }

  void started(Start start) {
    patience.started(start.spec());
  }

  /**
   * Judges what is about to be done.
   *
   * @param drained the hosts that are to be empty
   * @param announced what serves nobody any more, because its removal was begun
   */
  void plan(Plan plan, Set<String> drained, Set<InstanceId> announced) {
    for (ServiceChange change : plan.changes()) {
      change.removals().forEach(this::requireWorking);
      change.starts().forEach(start -> requireRightHost(start, drained));
      requireSpread(change, drained);
      requireNotTooMany(change, drained);
      requireEnoughLeft(change, announced);
      requireOrder(change);
    }
  }

  private void requireOrder(ServiceChange change) {
    if (change.removesFirst() && !change.starts().isEmpty()) {
      assertThat(job(change.service()).writesToVolume())
          .as("whether an instance of %s has to stop before its successor runs", change.service())
          .isTrue();
    }
  }

  private void requireWorking(Removal removal) {
    assertThat(hosts.working())
        .as("hosts on which something can be removed: %s", removal)
        .contains(removal.host().name());
  }

  private void requireRightHost(Start start, Set<String> drained) {
    ContainerSpec spec = start.spec();
    String host = start.host().name();
    Job job = job(spec.instance().service());
    List<String> volumes =
        spec.mounts().stream().filter(Mount::isVolume).map(Mount::source).toList();
    assertThat(hosts.working()).as("hosts that may start %s", spec.instance()).contains(host);
    assertThat(host(host).tags()).as("tags of the host of %s", spec).containsAll(job.filter());
    for (String volume : volumes) {
      String home = homes.computeIfAbsent(volume, any -> host);
      assertThat(host).as("the home of volume %s", volume).isEqualTo(home);
    }
    if (volumes.isEmpty()) {
      assertThat(drained).as("drained hosts, and %s", spec.instance()).doesNotContain(host);
      boolean elsewhere =
          hosts.all().stream()
              .filter(other -> other.tags().containsAll(job.filter()))
              .map(Host::name)
              .anyMatch(other -> hosts.isAboveSuspicion(other) && !drained.contains(other));
      assertThat(hosts.isUnsteady(host) && elsewhere)
          .as("%s goes to %s, which has been down twice lately", spec.instance(), host)
          .isFalse();
    }
  }

  private Host host(String name) {
    return hosts.all().stream().filter(host -> host.name().equals(name)).findAny().orElseThrow();
  }

  private Job job(ServiceName service) {
    return wishes
        .job(service)
        .orElseThrow(() -> new AssertionError(service.path() + " is started, and nobody wants it"));
  }

  /** Never two of a service on a host while another that may run it, and is in order, has none. */
  private void requireSpread(ServiceChange change, Set<String> drained) {
    if (change.starts().isEmpty() || change.removesFirst()) {
      return;
    }
    Map<String, Integer> counts = new HashMap<>();
    Predicate<ActualInstance> counted = isLeft(change);
    List<String> tags = job(change.service()).filter();
    for (Host host : hosts.all()) {
      String name = host.name();
      if (hosts.works(name) && !drained.contains(name) && host.tags().containsAll(tags)) {
        counts.put(name, count(name, counted));
      }
    }
    change.starts().forEach(start -> counts.merge(start.host().name(), 1, Integer::sum));
    boolean free =
        counts.entrySet().stream()
            .anyMatch(entry -> entry.getValue() == 0 && hosts.isAboveSuspicion(entry.getKey()));
    for (Start start : change.starts()) {
      assertThat(free && counts.getOrDefault(start.host().name(), 0) > 1)
          .as("%s is not the only one on %s: %s", start.spec().instance(), start.host(), counts)
          .isFalse();
    }
  }

  /** What a suspect host runs counts, whatever it is: it is not started once more elsewhere. */
  private void requireNotTooMany(ServiceChange change, Set<String> drained) {
    ServiceName service = change.service();
    if (change.starts().isEmpty()) {
      return;
    }
    ContainerSpec wanted = change.starts().get(0).spec();
    Predicate<ActualInstance> stays = stays(change);
    Predicate<ActualInstance> current =
        stays.and(i -> i.specHash().equals(wanted.labels().get(Labels.SPEC)));
    List<String> tags = job(service).filter();
    int others = 0;
    for (Host host : hosts.all()) {
      String name = host.name();
      if (!hosts.works(name)) {
        others += hosts.isDown(name) || drained.contains(name) ? 0 : count(name, stays);
      } else if (!drained.contains(name) && host.tags().containsAll(tags)) {
        others += count(name, current);
      }
    }
    assertThat(others + change.starts().size())
        .as("instances of %s when all are started, with %s", service, change)
        .isLessThanOrEqualTo(wishes.most(service));
  }

  /**
   * Nothing is taken away because of what is on a host that may be lost. What has ended and is
   * about to be replaced or restarted counts.
   */
  private void requireEnoughLeft(ServiceChange change, Set<InstanceId> announced) {
    ServiceName service = change.service();
    Predicate<ActualInstance> stays = stays(change);
    int before = 0;
    int after = change.starts().size();
    for (String host : hosts.working()) {
      before += count(host, i -> runs(i, service) && !announced.contains(i.id()));
      after += count(host, stays) + count(host, resting(change));
    }
    assertThat(after)
        .as("instances of %s on hosts that work, where %s run, after %s", service, before, change)
        .isGreaterThanOrEqualTo(Math.min(before, wishes.least(service)));
  }

  /** Those that are there, running or not, when the change is made. */
  private static Predicate<ActualInstance> isLeft(ServiceChange change) {
    Set<InstanceId> gone = new HashSet<>();
    change.removals().forEach(removal -> gone.add(removal.instance()));
    return instance ->
        instance.id().service().equals(change.service())
            && instance.state() != State.CREATED
            && !gone.contains(instance.id());
  }

  private static Predicate<ActualInstance> resting(ServiceChange change) {
    return isLeft(change).and(i -> i.state() == State.STOPPED || i.state() == State.RESTARTING);
  }

  private static Predicate<ActualInstance> stays(ServiceChange change) {
    return isLeft(change).and(instance -> instance.state() == State.RUNNING);
  }

  private static boolean runs(ActualInstance instance, ServiceName service) {
    return instance.state() == State.RUNNING && instance.id().service().equals(service);
  }

  private int count(String host, Predicate<ActualInstance> which) {
    return (int) seen.getOrDefault(host, List.of()).stream().filter(which).count();
  }
}

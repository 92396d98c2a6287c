package io.viking.docker;

import io.viking.docker.plan.ActualState;
import io.viking.docker.reconcile.ClusterEvent;
import io.viking.docker.reconcile.ClusterEvent.Kind;
import io.viking.docker.reconcile.ClusterMemory;
import io.viking.docker.reconcile.CrashWatch;
import io.viking.docker.reconcile.DesiredMemory;
import io.viking.docker.reconcile.RemovalGuard;
import io.viking.docker.reconcile.Resting;
import io.viking.docker.reconcile.Standing;
import io.viking.docker.reconcile.Wanted;
import io.viking.model.Host;
import io.viking.model.ServiceName;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.folder.FolderReading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks at what is and at what is to be, and remembers what it saw. Safe for use by threads. */
final class Lookout {
  private static final String AGREEMENT =
      "let what decides about removals say yes: `viking watch --allow-removal`, or a program's"
          + " ReconcilerBuilder.approval";

  private final ReconciledCluster cluster;
  private final Supplier<FolderReading> desired;
  private final Predicate<HeldRemoval> approval;
  private final Clock clock;
  private final Consumer<ClusterEvent> events;

  private final ClusterMemory memory;
  private volatile boolean expects;
  private final DesiredMemory wishes = new DesiredMemory();
  private final CrashWatch crashes = new CrashWatch();
  private final Standing faults = new Standing(Kind.FAULT, Optional.of(Kind.MENDED));
  private final Standing holds = new Standing(Kind.HELD, Optional.of(Kind.RELEASED));
  private final Standing drains =
      new Standing(Kind.HOST_DRAINED, Optional.of(Kind.HOST_UNCORDONED));

  Lookout(
      ReconciledCluster cluster,
      Supplier<FolderReading> desired,
      Duration downAfter,
      Predicate<HeldRemoval> approval,
      Clock clock,
      Consumer<ClusterEvent> events) {
    this.cluster = cluster;
    this.desired = desired;
    this.approval = approval;
    this.clock = clock;
    this.events = events;
    memory = new ClusterMemory(downAfter);
  }

  /** What hosts and files say now; throws what reading the store throws. */
  Sighting look() {
    Instant asked = clock.instant();
    List<Host> hosts = memoryOf(cluster.hosts());
    if (!expects) {
      expect(cluster.reportedHosts());
    }
    ActualState read = cluster.read(hosts);
    Set<String> live = cluster.liveHosts();
    Set<String> drained = cluster.drainedHosts();
    FolderReading reading = desired.get();
    return understand(read, live, drained, reading, asked);
  }

  private synchronized List<Host> memoryOf(Collection<Host> listed) {
    return memory.hosts(listed);
  }

  private synchronized void expect(Set<String> reported) {
    memory.expect(reported);
    expects = true;
  }

  private synchronized Sighting understand(
      ActualState read,
      Set<String> live,
      Set<String> drained,
      FolderReading reading,
      Instant asked) {
    Instant now = clock.instant();
    ClusterMemory.View view = memory.see(read, live, drained, asked, now);
    ActualState actual = view.actual();
    view.events().forEach(events);
    drains.update(reasons(drained), now).forEach(events);
    CrashWatch.Report crashed = crashes.observe(actual, now);
    crashed.ends().forEach(end -> tell(end, now));
    Wanted wanted = wishes.update(reading, new DeployedStacks(actual).catalog(), now);
    faults.update(wanted.faults(), now).forEach(events);

    Map<String, String> held = new TreeMap<>();
    Set<StackName> removing = removing(wanted, actual, held);
    Set<ServiceName> guarded = guarded(wanted, removing, actual, held);
    if (view.isComplete()) {
      holds.update(held, now).forEach(events);
    }
    return new Sighting(
        actual, view.isComplete(), wanted, removing, guarded, new Resting(crashed.resting()));
  }

  private static Map<String, String> reasons(Set<String> drained) {
    Map<String, String> reasons = new TreeMap<>();
    drained.forEach(host -> reasons.put(host, "what can run elsewhere is moved off it"));
    return reasons;
  }

  private void tell(CrashWatch.End end, Instant now) {
    String words = cluster.lastWords(end.host(), end.instance());
    events.accept(
        new ClusterEvent(
            now,
            Kind.ENDED,
            end.instance().containerName(),
            "on " + end.host() + ": " + end.reason() + (words.isEmpty() ? "" : ". " + words)));
  }

  /** The stacks whose folder is gone and whose removal somebody agrees to. */
  private Set<StackName> removing(Wanted wanted, ActualState actual, Map<String, String> held) {
    Set<StackName> removing = new TreeSet<>();
    DeployedStacks deployed = new DeployedStacks(actual);
    for (StackName stack : wanted.gone()) {
      SortedSet<ServiceName> services = new TreeSet<>(deployed.services(stack));
      int instances = count(services, actual);
      String reason =
          "the folder of stack '"
              + stack
              + "' is gone; what runs of it goes on ("
              + instances
              + (instances == 1 ? " instance" : " instances")
              + ") until somebody agrees to its removal";
      if (approval.test(new HeldRemoval(stack.value(), services, instances, reason))) {
        removing.add(stack);
      } else {
        held.put(
            stack.value(),
            reason + "\n  Fix: `viking rm " + stack + "`, if that is meant; or " + AGREEMENT);
      }
    }
    return removing;
  }

  /** The services that would lose too much without anybody's yes. */
  private Set<ServiceName> guarded(
      Wanted wanted, Set<StackName> removing, ActualState actual, Map<String, String> held) {
    Set<ServiceName> scope = new TreeSet<>();
    StackCatalog catalog = wanted.stacks();
    catalog.stacks().keySet().stream()
        .filter(stack -> !removing.contains(stack))
        .forEach(stack -> scope.addAll(Sighting.scopeOf(stack, wanted, actual)));
    RemovalGuard guard = RemovalGuard.of(catalog, scope, actual);
    if (!guard.needsYes()) {
      return Set.of();
    }
    String reason = guard.reason() + "; they go on until somebody agrees";
    SortedSet<ServiceName> losing = new TreeSet<>(guard.losing());
    if (approval.test(new HeldRemoval("cluster", losing, guard.loss(), reason))) {
      return Set.of();
    }
    held.put("cluster", reason + "\n  Fix: if that is meant, " + AGREEMENT);
    return losing;
  }

  private static int count(Set<ServiceName> services, ActualState actual) {
    return (int)
        actual.hosts().stream()
            .flatMap(host -> host.instances().stream())
            .filter(instance -> services.contains(instance.id().service()))
            .count();
  }

  /** Whether something is about to change by time alone, so that looking soon is worth it. */
  synchronized boolean isChanging() {
    return memory.isChanging() || wishes.isChanging() || crashes.isChanging(clock.instant());
  }
}

package io.viking.docker;

import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.model.Host;
import io.viking.model.StackName;
import io.viking.ports.StackLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What goes wrong in a simulation, and what people do meanwhile: about once in a minute. */
final class SimulatedFaults {
  private final SimulatedHosts hosts;
  private final SimulatedCluster cluster;
  private final SimulatedFolder folder;
  private final SimulatedJobs jobs;
  private final Random random;
  private final ManualClock clock;
  private final Map<Instant, List<Runnable>> later = new TreeMap<>();
  private final Map<StackName, StackLock> locks = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  SimulatedFaults(
      SimulatedHosts hosts,
      SimulatedCluster cluster,
      SimulatedFolder folder,
      SimulatedJobs jobs,
      Random random,
      ManualClock clock) {
    this.hosts = hosts;
    this.cluster = cluster;
    this.folder = folder;
    this.jobs = jobs;
    this.random = random;
    this.clock = clock;
    cluster.launcher.failStarts(jobs::isFailing);
  }

  /** How often each happened. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** Mostly nothing. */
  void begin() {
    switch (random.nextInt(240)) {
      case 0 -> fault("host lost for a minute", () -> lose(60));
      case 1 -> fault("host lost for half an hour", () -> lose(1800));
      case 2 -> fault("host flaps", this::flap);
      case 3 -> fault("engine down", this::engineDown);
      case 4 -> fault("agent down", this::agentDown);
      case 5, 6 -> fault("store away", this::storeAway);
      case 7, 8, 9, 10 -> fault("instance ends", this::end);
      case 11 -> fault("instance removed by hand", this::removeByHand);
      case 12 -> fault("stack locked by another", this::lock);
      case 13, 14, 15, 16 -> fault("edit", jobs::edit);
      case 17 -> fault("broken file", () -> folder.breakFile(jobs.any()));
      case 18 -> fault("folder deleted", () -> folder.deleteFolder(jobs.any().stack()));
      case 19 -> fault("folder unreadable", () -> passing(300, folder::unreadable));
      case 20 -> fault("all files gone", () -> passing(300, folder::emptied));
      case 21, 22 -> fault("folder mended", folder::mend);
      case 23 -> fault("host drained", this::drain);
      case 24 -> fault("job added or deleted", jobs::addOrDelete);
      default -> {}
    }
  }

  private void fault(String name, Runnable fault) {
    counts.merge(name, 1, Integer::sum);
    counts.merge("faults", 1, Integer::sum);
    fault.run();
  }

  /** What was to happen by now. */
  void goOn() {
    List<Runnable> due = new ArrayList<>();
    later
        .entrySet()
        .removeIf(
            entry -> {
              boolean isDue = !entry.getKey().isAfter(clock.instant());
              if (isDue) {
                due.addAll(entry.getValue());
              }
              return isDue;
            });
    due.forEach(Runnable::run);
  }

  private void after(int mostSeconds, Runnable action) {
    at(1 + random.nextInt(mostSeconds), action);
  }

  private void at(int seconds, Runnable action) {
    later
        .computeIfAbsent(clock.instant().plusSeconds(seconds), any -> new ArrayList<>())
        .add(action);
  }

  /** A switch that is on for a while. */
  private interface Switch {
    void turn(boolean on);
  }

  private void passing(int mostSeconds, Switch fault) {
    fault.turn(true);
    after(mostSeconds, () -> fault.turn(false));
  }

  private Host anyHost() {
    return hosts.all().get(random.nextInt(hosts.all().size()));
  }

  private void power(Host host, boolean on) {
    cluster.engine(host, on);
    hosts.agent(host.name(), on);
  }

  private void lose(int mostSeconds) {
    Host host = anyHost();
    passing(mostSeconds, off -> power(host, !off));
  }

  private void flap() {
    Host host = anyHost();
    for (int i = 0; i < 10; i++) {
      after(600, () -> power(host, false));
      after(600, () -> power(host, true));
    }
    at(700, () -> power(host, true));
  }

  private void engineDown() {
    Host host = anyHost();
    passing(300, off -> cluster.engine(host, !off));
  }

  private void agentDown() {
    Host host = anyHost();
    passing(300, off -> hosts.agent(host.name(), !off));
  }

  /** Leases end meanwhile, and some agents take their time to register again. */
  private void storeAway() {
    passing(
        300,
        off -> {
          cluster.away(off);
          if (!off) {
            Host late = anyHost();
            passing(30, missing -> hosts.agent(late.name(), !missing));
          }
        });
  }

  private void end() {
    State state = random.nextBoolean() ? State.STOPPED : State.RESTARTING;
    withAny((host, instance) -> cluster.launcher.state(host, instance.id(), state));
  }

  private void removeByHand() {
    withAny((host, instance) -> cluster.launcher.remove(host, instance.id(), Duration.ZERO));
  }

  /** Does something to an instance. */
  private interface Deed {
    void on(Host host, ActualInstance instance);
  }

  private void withAny(Deed deed) {
    Host host = anyHost();
    if (hosts.hasEngine(host.name())) {
      List<ActualInstance> all = cluster.launcher.inspect(host).instances();
      if (!all.isEmpty()) {
        deed.on(host, all.get(random.nextInt(all.size())));
      }
    }
  }

  private void lock() {
    StackName stack = jobs.any().stack();
    if (!locks.containsKey(stack)) {
      locks.put(stack, cluster.store.locks().acquire(List.of(stack), Duration.ZERO, any -> {}));
      after(120, () -> unlock(stack));
    }
  }

  private void unlock(StackName stack) {
    StackLock lock = locks.remove(stack);
    if (lock != null) {
      lock.close();
    }
  }

  private void drain() {
    Host host = anyHost();
    cluster.store.hosts().drain(host.name(), "test");
    after(3600, () -> cluster.store.hosts().uncordon(host.name()));
  }

  /** All is mended, and nothing goes wrong any more. */
  void stop() {
    later.clear();
    folder.mend();
    cluster.away(false);
    List.copyOf(locks.keySet()).forEach(this::unlock);
    for (Host host : hosts.all()) {
      power(host, true);
      cluster.store.hosts().uncordon(host.name());
    }
    restoreProcesses();
  }

  /** What an engine restarted again and again runs now. */
  void restoreProcesses() {
    for (Host host : hosts.all()) {
      cluster.launcher.inspect(host).instances().stream()
          .filter(instance -> instance.state() == State.RESTARTING)
          .forEach(i -> cluster.launcher.state(host, i.id(), State.RUNNING));
    }
  }
}

package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.reconcile.ClusterEvent;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import io.viking.model.VolumeMount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A time of random faults, from a seed: the reconciler goes through it by a clock of its own. */
final class SimulatedWeek {
  private static final Duration DOWN_AFTER = Duration.ofSeconds(15);
  private static final int LAST_EVENTS = 60;

  private final long seed;
  private final Random random;
  private final SimulatedFolder folder = new SimulatedFolder();
  private final SimulatedCluster cluster;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Deque<ClusterEvent> events = new ArrayDeque<>();
  private final Map<Instant, List<Runnable>> later = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private boolean yes;
  private int version;
  private Reconciliation reconciliation;

  SimulatedWeek(long seed) {
    this.seed = seed;
    random = new Random(seed);
    List<Host> hosts = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      Host.Builder host =
          Host.builder().name("h" + i).address("10.0.0." + i).engine("tcp://10.0.0." + i + ":2376");
      if (i % 2 == 0) {
        host.addTags("ssd");
      }
      hosts.add(host.build());
    }
    cluster = new SimulatedCluster(hosts, random);
    for (String stack : List.of("base", "app", "lab")) {
      for (int i = 0; i < 4; i++) {
        write(new ServiceName(StackName.of(stack), JobName.of("job-" + i)));
      }
    }
    reconciliation = reconciliation();
  }

  private Reconciliation reconciliation() {
    Lookout lookout = new Lookout(cluster, folder, DOWN_AFTER, removal -> yes, clock, this::tell);
    return new Reconciliation(cluster, lookout, clock, Runnable::run, this::tell, () -> {});
  }

  private void tell(ClusterEvent event) {
    events.addLast(event);
    counts.merge(event.kind().toString(), 1, Integer::sum);
    if (events.size() > LAST_EVENTS) {
      events.removeFirst();
    }
  }

  /** Goes through it, then lets the faults stop, and sees that what is wanted is reached. */
  Map<String, Integer> run(Duration length) {
    try {
      Instant end = clock.instant().plus(length);
      cluster.cutOff(0.01);
      while (clock.instant().isBefore(end)) {
        fault();
        step();
      }
      calm();
    } catch (RuntimeException | AssertionError e) {
      StringBuilder last = new StringBuilder();
      events.forEach(event -> last.append(event).append('\n'));
      throw new AssertionError(
          "seed " + seed + " at " + clock.instant() + ": " + e.getMessage() + "\n" + last, e);
    }
    return counts;
  }

  private void step() {
    clock.pass(Duration.ofSeconds(1 + random.nextInt(10)));
    later.entrySet().removeIf(this::isDue);
    reconciliation.look();
    cluster.launcher.clearCalls();
    cluster.check();
  }

  private boolean isDue(Map.Entry<Instant, List<Runnable>> entry) {
    boolean due = !entry.getKey().isAfter(clock.instant());
    if (due) {
      entry.getValue().forEach(Runnable::run);
    }
    return due;
  }

  private void after(int mostSeconds, Runnable action) {
    later
        .computeIfAbsent(
            clock.instant().plusSeconds(1 + random.nextInt(mostSeconds)), any -> new ArrayList<>())
        .add(action);
  }

  /** About one fault in two minutes. */
  private void fault() {
    switch (random.nextInt(200)) {
      case 0 -> hostDown(60);
      case 1 -> hostDown(1800);
      case 2 -> flap();
      case 3, 4, 5, 6 -> end();
      case 7, 8 -> edit();
      case 9 -> folder.breakFile(anyService());
      case 10 -> folder.mend();
      case 11 -> folder.deleteFolder(anyService().stack());
      case 12 -> unreadable();
      case 13 -> drain();
      case 14 -> addOrDelete();
      case 15 -> reconciliation = reconciliation();
      default -> {}
    }
  }

  private Host anyHost() {
    return cluster.hosts.get(random.nextInt(cluster.hosts.size()));
  }

  private ServiceName anyService() {
    List<ServiceName> services = folder.services();
    return services.get(random.nextInt(services.size()));
  }

  private void hostDown(int mostSeconds) {
    Host host = anyHost();
    cluster.power(host, false);
    after(mostSeconds, () -> cluster.power(host, true));
  }

  private void flap() {
    Host host = anyHost();
    for (int i = 0; i < 10; i++) {
      after(600, () -> cluster.power(host, false));
      after(600, () -> cluster.power(host, true));
    }
    after(700, () -> {});
    later
        .computeIfAbsent(clock.instant().plusSeconds(700), any -> new ArrayList<>())
        .add(() -> cluster.power(host, true));
  }

  private void end() {
    Host host = anyHost();
    if (!cluster.down.contains(host.name())) {
      List<ActualInstance> all = cluster.launcher.inspect(host).instances();
      if (!all.isEmpty()) {
        ActualInstance instance = all.get(random.nextInt(all.size()));
        cluster.launcher.state(
            host, instance.id(), random.nextBoolean() ? State.STOPPED : State.RESTARTING);
      }
    }
  }

  private void edit() {
    write(anyService());
  }

  private void write(ServiceName service) {
    int number = service.job().value().charAt(4) - '0';
    Job.Builder job =
        Job.builder()
            .name(service.job())
            .image("any:1")
            .expose(List.of(ExposedPort.tcp(80)))
            .putEnvironment(
                "VERSION", Integer.toString(random.nextBoolean() ? ++version : version));
    if (number == 3) {
      job.addVolumes(VolumeMount.parse("/data"));
    } else {
      job.scale(1 + random.nextInt(8));
      if (number == 2) {
        job.addFilter("ssd");
      }
      job.addLinks(Link.parse(service.stack().value().equals("app") ? "base/job-3" : "job-3"));
    }
    folder.write(service.stack(), job.build());
  }

  private void unreadable() {
    folder.unreadable(true);
    after(300, () -> folder.unreadable(false));
  }

  private void drain() {
    Host host = anyHost();
    cluster.store().hosts().drain(host.name(), "test");
    after(3600, () -> cluster.store().hosts().uncordon(host.name()));
  }

  private void addOrDelete() {
    ServiceName extra =
        new ServiceName(anyService().stack(), JobName.of("job-" + (4 + random.nextInt(2))));
    if (folder.services().contains(extra)) {
      folder.delete(extra);
    } else {
      write(extra);
    }
  }

  private void calm() {
    later.clear();
    folder.mend();
    cluster.cutOff(0);
    cluster.hosts.forEach(
        host -> {
          cluster.power(host, true);
          cluster.store().hosts().uncordon(host.name());
          cluster.launcher.inspect(host).instances().stream()
              .filter(instance -> instance.state() == State.RESTARTING)
              .forEach(i -> cluster.launcher.state(host, i.id(), State.RUNNING));
        });
    yes = true;
    for (int i = 0; i < 360; i++) {
      clock.pass(Duration.ofSeconds(5));
      reconciliation.look();
      cluster.check();
    }
    cluster.launcher.clearCalls();
    for (int i = 0; i < 60; i++) {
      clock.pass(Duration.ofSeconds(5));
      reconciliation.look();
    }
    assertThat(cluster.launcher.calls()).as("what is done when all is as wanted").isEmpty();
    checkReached();
  }

  private void checkReached() {
    Map<String, Integer> wanted = new TreeMap<>();
    folder.catalog().services().forEach((name, job) -> wanted.put(name.path(), job.scale()));
    Map<String, Integer> running = new TreeMap<>();
    cluster.running().forEach((name, on) -> running.put(name.path(), on.size()));
    assertThat(running).as("what runs once the faults have stopped").isEqualTo(wanted);
  }
}

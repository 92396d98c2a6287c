package io.viking.examples.bench;

import io.viking.docker.DeploymentException;
import io.viking.docker.HostsUnavailableException;
import io.viking.ports.StoreUnavailableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run: in each round all contenders, in another order each time, start the containers, and
 * remove them again. Used once.
 */
final class DeployRun {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int AGAIN = 3;

  private final DeployVolume volume;
  private final Consumer<String> progress;
  private final Random random = new Random(1);
  private final Map<Contender, Fleet> fleets = new EnumMap<>(Contender.class);
  private DeployReadings readings = new DeployReadings();

  /** The progress is told what comes next, a line each. */
  DeployRun(DeployVolume volume, Consumer<String> progress) {
    this.volume = volume;
    this.progress = progress;
  }

  /**
   * Measures it.
   *
   * @throws BenchmarkException if the test bed does not come up, or something fails on the way
   */
  DeployReadings measure(Path examples, Folder folder) {
    progress.accept("a cluster of " + DeployCluster.HOSTS + " hosts");
    try (DeployCluster cluster = DeployCluster.start(examples, folder, volume)) {
      // Where this is ended from outside, namespaces and processes would stay.
      Thread end = new Thread(cluster::close);
      Runtime.getRuntime().addShutdownHook(end);
      rounds(cluster);
      Runtime.getRuntime().removeShutdownHook(end);
      return readings;
    } catch (InvalidFigureException
        | DeploymentException
        | HostsUnavailableException
        | StoreUnavailableException e) {
      throw new BenchmarkException("something went wrong: " + e.getMessage(), e);
    }
  }

  private void rounds(DeployCluster cluster) {
    fleets.put(Contender.VIKING, cluster.viking());
    fleets.put(Contender.SHELL, cluster.shell());
    warmUp(cluster);
    List<Contender> order = new ArrayList<>(Arrays.asList(Contender.values()));
    for (int round = 1; round <= volume.rounds(); round++) {
      progress.accept("round " + round + " of " + volume.rounds());
      Collections.shuffle(order, random);
      order.forEach(contender -> turn(cluster, contender));
    }
  }

  /** Both that run in this process, which compiles what they use; the one makes the other. */
  private void warmUp(DeployCluster cluster) {
    progress.accept("warm-up");
    Fleet viking = Objects.requireNonNull(fleets.get(Contender.VIKING));
    viking.start();
    fleets.put(Contender.API, cluster.api());
    viking.remove();
    cluster.awaitGone();
    turn(cluster, Contender.API);
    readings = new DeployReadings();
  }

  private void turn(DeployCluster cluster, Contender contender) {
    Fleet fleet = Objects.requireNonNull(fleets.get(contender));
    fleet.prepare();
    long begin = System.nanoTime();
    fleet.start();
    add(contender.start(), begin);
    cluster.awaitReachable();
    contender.reachable().ifPresent(time -> add(time, begin));
    if (contender == Contender.VIKING) {
      median(DeployTime.VIKING_REDEPLOY, fleet::start);
      median(DeployTime.API_LIST, cluster::list);
    }
    cluster.awaitReachable();
    long removal = System.nanoTime();
    fleet.remove();
    add(contender.remove(), removal);
    cluster.awaitGone();
  }

  private void add(DeployTime what, long begin) {
    double seconds = (System.nanoTime() - begin) / NANOS;
    readings.add(what, seconds);
    progress.accept("%s: %.2f s".formatted(what, seconds));
  }

  private void median(DeployTime what, Runnable action) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < AGAIN; i++) {
      long begin = System.nanoTime();
      action.run();
      times.add((System.nanoTime() - begin) / NANOS);
    }
    readings.add(what, Statistics.median(times));
    progress.accept("%s: %s".formatted(what, times));
  }
}

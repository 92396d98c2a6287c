package io.viking.model.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Scheduler} must do, whatever it prefers. Extend it, and say how yours is made:
 *
 * <pre>{@code
 * class MySchedulerTest extends SchedulerContract {
 *   @Override
 *   protected Scheduler scheduler() {
 *     return new MyScheduler();
 *   }
 * }
 * }</pre>
 */
public abstract class SchedulerContract {
  private static final Resources LARGE = new Resources(8L << 30, 4_000_000_000L);
  private static final Resources SMALL = new Resources(1L << 30, 1_000_000_000L);
  private static final int INSTANCES = 150;

  /** A new scheduler, as a plan would be made with. */
  protected abstract Scheduler scheduler();

  @Test
  void choosesTheOnlyCandidate() {
    ClusterLoad cluster = new ClusterLoad();
    cluster.addHost(host("a"), HostState.UP.withDrained(true), Optional.of(LARGE));
    cluster.addHost(host("b"), HostState.UP, Optional.of(LARGE));
    cluster.addHost(host("c"), HostState.down(Duration.ofSeconds(15)), Optional.of(LARGE));

    Host chosen = scheduler().place(cluster.request(service(0), job(0).build()));

    assertThat(chosen.name()).isEqualTo("b");
  }

  @Test
  void choosesTheOnlyHostThatHasTheTags() {
    ClusterLoad cluster = cluster(5, LARGE);
    cluster.addHost(host("tagged", "gpu", "ssd"), HostState.UP, Optional.of(SMALL));

    Host chosen =
        scheduler().place(cluster.request(service(0), job(0).addFilter("ssd", "gpu").build()));

    assertThat(chosen.name()).isEqualTo("tagged");
  }

  @Test
  void choosesTheOnlyHostThatHasRoom() {
    ClusterLoad cluster = cluster(5, SMALL);
    cluster.addHost(host("large"), HostState.UP, Optional.of(LARGE));

    Host chosen = scheduler().place(cluster.request(service(0), job(0).memory(2L << 30).build()));

    assertThat(chosen.name()).isEqualTo("large");
  }

  @Test
  void keepsToTheHostOfAVolume() {
    ClusterLoad cluster = cluster(5, LARGE);

    Host chosen = scheduler().place(cluster.requestOn("host-3", service(0), job(0).build()));

    assertThat(chosen.name()).isEqualTo("host-3");
  }

  @Test
  void placesOnHostsWhoseSizeIsNotKnown() {
    ClusterLoad cluster = new ClusterLoad();
    IntStream.range(0, 3)
        .forEach(i -> cluster.addHost(host("host-" + i, "ssd"), HostState.UP, Optional.empty()));

    List<String> placed = placeAll(scheduler(), cluster, new Random(1));

    assertThat(placed).hasSize(INSTANCES);
  }

  @Test
  void placesMoreInstancesOfAServiceThanThereAreHosts() {
    ClusterLoad cluster = cluster(3, LARGE);
    PlacementRequest request = cluster.request(service(0), job(0).build());

    for (int i = 0; i < 20; i++) {
      Host chosen = scheduler().place(request);

      assertThat(request.candidates()).extracting(HostLoad::host).contains(chosen);
      cluster.place(chosen.name(), instance(service(0), i), request.asked());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void choosesACandidateEachTime(long seed) {
    Random random = new Random(seed);

    placeAll(scheduler(), randomCluster(random), random);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void choosesTheSameHostsForTheSameRequests(long seed) {
    List<String> first = placeAll(scheduler(), randomCluster(new Random(seed)), new Random(seed));

    assertThat(placeAll(scheduler(), randomCluster(new Random(seed)), new Random(seed)))
        .isEqualTo(first);
  }

  @Test
  void keepsNothingFromOnePlanToTheNext() {
    Scheduler scheduler = scheduler();
    List<String> first = placeAll(scheduler, randomCluster(new Random(9)), new Random(9));

    placeAll(scheduler, randomCluster(new Random(10)), new Random(10));

    assertThat(placeAll(scheduler, randomCluster(new Random(9)), new Random(9))).isEqualTo(first);
  }

  @Test
  void choosesTheSameHostWhenItIsAskedTwice() {
    ClusterLoad cluster = randomCluster(new Random(11));
    placeAll(scheduler(), cluster, new Random(11));
    PlacementRequest request = cluster.request(service(77), job(77).build());
    Scheduler scheduler = scheduler();

    Host chosen = scheduler.place(request);

    assertThat(scheduler.place(request)).isEqualTo(chosen);
  }

  @Test
  void servesSeveralPlansAtATime() {
    Scheduler scheduler = scheduler();

    List<List<String>> plans =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> placeAll(scheduler, randomCluster(new Random(12)), new Random(12)))
            .toList();

    assertThat(plans).containsOnly(plans.get(0));
  }

  /** Places instances of random services, each on one of its candidates; where they went. */
  private static List<String> placeAll(Scheduler scheduler, ClusterLoad cluster, Random random) {
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      int number = random.nextInt(12);
      Job job = randomJob(number, new Random(number));
      PlacementRequest request = cluster.request(service(number), job);
      if (!request.isEmpty()) {
        Host chosen = scheduler.place(request);
        assertThat(request.candidates()).extracting(HostLoad::host).contains(chosen);
        cluster.place(chosen.name(), instance(service(number), i), request.asked());
        placed.add(number + " on " + chosen);
      }
    }
    return placed;
  }

  private static Job randomJob(int number, Random random) {
    Job.Builder job = job(number);
    if (random.nextInt(3) == 0) {
      job.addFilter("ssd");
    }
    if (random.nextBoolean()) {
      job.memory((16L << 20) * (1 + random.nextInt(8)));
    }
    if (random.nextBoolean()) {
      job.cpus(BigDecimal.valueOf(1 + random.nextInt(4), 2));
    }
    return job.build();
  }

  private static ClusterLoad randomCluster(Random random) {
    ClusterLoad cluster = new ClusterLoad();
    int hosts = 3 + random.nextInt(20);
    for (int i = 0; i < hosts; i++) {
      cluster.addHost(
          random.nextBoolean() ? host("host-" + i, "ssd") : host("host-" + i),
          random.nextInt(6) == 0 ? HostState.suspect(Duration.ofSeconds(3)) : HostState.UP,
          random.nextInt(6) == 0
              ? Optional.empty()
              : Optional.of(random.nextBoolean() ? SMALL : LARGE));
    }
    return cluster;
  }

  private static ClusterLoad cluster(int hosts, Resources capacity) {
    ClusterLoad cluster = new ClusterLoad();
    for (int i = 0; i < hosts; i++) {
      cluster.addHost(host("host-" + i), HostState.UP, Optional.of(capacity));
    }
    return cluster;
  }

  private static Host host(String name, String... tags) {
    return Host.builder()
        .name(name)
        .engine("tcp://" + name + ":2376")
        .address("10.0.0.1")
        .addTags(tags)
        .build();
  }

  private static ServiceName service(int number) {
    return new ServiceName(StackName.of("contract"), JobName.of("job-" + number));
  }

  private static Job.Builder job(int number) {
    return Job.builder().name(service(number).job()).image("nginx");
  }

  private static InstanceId instance(ServiceName service, int number) {
    return new InstanceId(service, Pid.of(String.format(Locale.ROOT, "%06x", number)));
  }
}

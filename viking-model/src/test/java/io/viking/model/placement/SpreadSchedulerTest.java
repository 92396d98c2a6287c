package io.viking.model.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadSchedulerTest extends SchedulerContract {
  private static final ServiceName WEB = ServiceName.of("app", "web");
  private static final ServiceName API = ServiceName.of("app", "api");
  private static final Resources SIZE = new Resources(8L << 30, 4_000_000_000L);

  private final ClusterLoad cluster = new ClusterLoad();
  private int nextPid;

  @Override
  protected Scheduler scheduler() {
    return new SpreadScheduler();
  }

  @Test
  void prefersTheHostWithTheFewestInstancesOfTheService() {
    load("a", 1, 0);
    load("b", 0, 9);

    assertThat(place(Job.of("web", "nginx"))).isEqualTo("b");
  }

  @Test
  void thenTheHostWithTheFewestInstancesInAll() {
    load("a", 1, 5);
    load("b", 1, 4);

    assertThat(place(Job.of("web", "nginx"))).isEqualTo("b");
  }

  @Test
  void thenTheFirstByName() {
    load("b", 1, 1);
    load("a", 1, 1);

    assertThat(place(Job.of("web", "nginx"))).isEqualTo("a");
  }

  @Test
  void prefersTheHostOfWhichLessMemoryIsAskedFor() {
    load("a", 0, 1, 2L << 30, 0);
    load("b", 0, 3, 256L << 20, 0);

    assertThat(place(Job.of("web", "nginx"))).isEqualTo("b");
  }

  @Test
  void prefersTheHostOfWhichFewerProcessorsAreAskedFor() {
    load("a", 0, 1, 0, 2_000_000_000);
    load("b", 0, 3, 0, 500_000_000);

    assertThat(place(Job.of("web", "nginx"))).isEqualTo("b");
  }

  @Test
  void aLargerHostGetsMoreInstances() {
    cluster.addHost(host("large"), HostState.UP, Optional.of(SIZE.plus(SIZE).plus(SIZE)));
    cluster.addHost(host("small"), HostState.UP, Optional.of(SIZE));

    Map<String, Integer> counts = placeServices(40);

    assertThat(counts).isEqualTo(Map.of("large", 30, "small", 10));
  }

  @Test
  void instancesWithoutLimitsDoNotGatherWhereNothingIsAskedFor() {
    load("a", 0, 1, 512L << 20, 250_000_000);
    load("b", 0, 0);

    Map<String, Integer> counts = placeServices(20);

    assertThat(counts.get("a")).isBetween(8, 10);
  }

  /** The whole rule, against the plainest way of saying it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void choosesAsAScanOfAllCandidatesWould(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      cluster.addHost(
          random.nextBoolean() ? host("h" + i) : host("h" + i, "ssd"),
          HostState.UP,
          Optional.of(new Resources((1L + random.nextInt(4)) << 30, 2_000_000_000)));
    }
    for (int round = 0; round < 40; round++) {
      ServiceName service = ServiceName.of("app", "job-" + random.nextInt(8));
      PlacementRequest request = cluster.request(service, randomJob(service, random));
      for (int i = 0; i < 4 && !request.isEmpty(); i++) {
        Host scanned =
            request.candidates().stream()
                .min(
                    Comparator.comparingInt((HostLoad load) -> load.instancesOf(service))
                        .thenComparing(HostLoad.LEAST_LOADED_FIRST))
                .orElseThrow()
                .host();

        assertThat(scheduler().place(request)).isEqualTo(scanned);
        cluster.place(scanned.name(), new InstanceId(service, pid()), request.asked());
      }
    }
  }

  @Test
  void refusesARequestWithoutACandidate() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> place(Job.of("web", "i")))
        .withMessageStartingWith("no host can run it: a host for app/web");
  }

  private static Job randomJob(ServiceName service, Random random) {
    Job.Builder job = Job.builder().name(service.job()).image("nginx");
    if (random.nextInt(3) == 0) {
      job.addFilter("ssd");
    }
    if (random.nextBoolean()) {
      job.memory((32L << 20) * (1 + random.nextInt(4)));
    }
    return job.build();
  }

  private Map<String, Integer> placeServices(int count) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < count; i++) {
      ServiceName service = ServiceName.of("app", "job-" + i);
      Job job = Job.of("job-" + i, "nginx");
      Host host = scheduler().place(cluster.request(service, job));
      cluster.place(host.name(), new InstanceId(service, pid()), Resources.of(job));
      counts.merge(host.name(), 1, Integer::sum);
    }
    return counts;
  }

  private String place(Job job) {
    return scheduler().place(cluster.request(WEB, job)).name();
  }

  private void load(String host, int own, int others) {
    load(host, own, others, 0, 0);
  }

  private void load(String host, int own, int others, long memory, long nanoCpus) {
    cluster.addHost(host(host), HostState.UP, Optional.of(SIZE));
    Stream.generate(() -> WEB).limit(own).forEach(s -> put(host, s, Resources.NONE));
    Stream.generate(() -> API)
        .limit(others)
        .forEach(s -> put(host, s, new Resources(memory, nanoCpus)));
  }

  private void put(String host, ServiceName service, Resources asked) {
    cluster.place(host, new InstanceId(service, pid()), asked);
  }

  private static Host host(String name, String... tags) {
    return Host.builder()
        .name(name)
        .engine("tcp://10.0.0.1:2376")
        .address("10.0.0.1")
        .addTags(tags)
        .build();
  }

  private Pid pid() {
    return Pid.of(String.format(Locale.ROOT, "%06x", nextPid++));
  }
}

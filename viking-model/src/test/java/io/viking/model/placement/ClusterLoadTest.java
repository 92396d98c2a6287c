package io.viking.model.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterLoadTest {
  private static final ServiceName WEB = ServiceName.of("app", "web");
  private static final ServiceName API = ServiceName.of("app", "api");
  private static final ServiceName MAIL = ServiceName.of("shared", "mail");
  private static final Resources SIZE = new Resources(1L << 30, 2_000_000_000);

  private final ClusterLoad cluster =
      new ClusterLoad()
          .addHost(host("a", "ssd"), HostState.UP, Optional.of(SIZE))
          .addHost(host("b"), HostState.UP, Optional.of(SIZE));

  @Test
  void tellsWhatIsOnAHostByServiceAndStack() {
    cluster.place("a", id(WEB, 1), new Resources(100, 10));
    cluster.place("a", id(WEB, 2), new Resources(100, 10));
    cluster.place("a", id(API, 3), Resources.NONE);
    cluster.place("a", id(MAIL, 4), new Resources(50, 0));
    cluster.release("a", id(WEB, 2));

    HostLoad load = cluster.host("a").orElseThrow();

    assertThat(load.services()).isEqualTo(Map.of(WEB, 1, API, 1, MAIL, 1));
    assertThat(load.instancesOf(StackName.of("app"))).isEqualTo(2);
    assertThat(load.asked()).isEqualTo(new Resources(150, 10));
    assertThat(load.free()).contains(new Resources((1L << 30) - 150, 1_999_999_990));
    assertThat(load.instances()).containsExactly(id(API, 3), id(WEB, 1), id(MAIL, 4));
  }

  @Test
  void anInstanceIsCountedAndTakenOffOnce() {
    cluster.place("a", id(WEB, 1), new Resources(100, 10));
    cluster.place("a", id(WEB, 1), new Resources(100, 10));
    cluster.release("a", id(WEB, 1));
    cluster.release("a", id(WEB, 1));

    assertThat(cluster.host("a").orElseThrow().asked()).isEqualTo(Resources.NONE);
    assertThat(cluster.host("a").orElseThrow().instancesOf(WEB)).isZero();
  }

  @Test
  void aRequestSeesWhatIsPlacedAfterIt() {
    PlacementRequest request = cluster.request(WEB, Job.of("web", "nginx"));
    assertThat(request.fewest()).isZero();

    cluster.place("a", id(WEB, 1), Resources.NONE);
    cluster.place("b", id(WEB, 2), Resources.NONE);
    cluster.place("b", id(WEB, 3), Resources.NONE);

    assertThat(request.fewest()).isEqualTo(1);
    assertThat(request.leastLoadedFirst())
        .extracting(load -> load.host().name())
        .containsExactly("a", "b");
  }

  @Test
  void saysWhyAHostCannotRunAJob() {
    cluster.place("b", id(API, 1), new Resources(768L << 20, 1_500_000_000));
    cluster.addHost(host("c"), HostState.suspect(Duration.ofSeconds(2)), Optional.of(SIZE));
    Job job =
        Job.builder()
            .name(JobName.of("web"))
            .image("nginx")
            .memory(512L << 20)
            .cpus(BigDecimal.ONE)
            .build();

    assertThat(cluster.host("a").orElseThrow().refusal(job)).isEmpty();
    assertThat(cluster.host("b").orElseThrow().refusal(job))
        .contains(
            "memory 512m is asked for, 256m of 1g is free; cpus 1 is asked for, 0.5 of 2 is free");
    assertThat(cluster.host("c").orElseThrow().refusal(job)).contains("has not answered for 2 s");
  }

  @Test
  void aJobWithoutLimitsFitsOnAHostThatIsFull() {
    cluster.place("a", id(API, 1), new Resources(2L << 30, 0));
    cluster.place("b", id(API, 2), new Resources(1L << 30, 0));

    assertThat(cluster.request(WEB, Job.of("web", "nginx")).candidates()).hasSize(2);
    assertThat(
            cluster
                .request(
                    WEB,
                    Job.builder().name(JobName.of("web")).image("nginx").memory(6L << 20).build())
                .isEmpty())
        .isTrue();
  }

  @Test
  void aHostIsAddedOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.addHost(host("a"), HostState.UP, Optional.empty()))
        .withMessage("two hosts are named 'a'");
  }

  private static InstanceId id(ServiceName service, int pid) {
    return new InstanceId(service, Pid.of("00000" + pid));
  }

  private static Host host(String name, String... tags) {
    return Host.builder()
        .name(name)
        .engine("tcp://10.0.0.1:2376")
        .address("10.0.0.1")
        .addTags(tags)
        .build();
  }
}

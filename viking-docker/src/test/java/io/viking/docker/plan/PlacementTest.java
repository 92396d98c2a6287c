package io.viking.docker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Stack;
import io.viking.model.VolumeMount;
import io.viking.model.placement.Resources;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Resources SIZE = new Resources(1L << 30, 2_000_000_000);

  @Test
  void noTwoInstancesOfAServiceShareAHostWhileAnotherIsFree() {
    Cluster cluster = Cluster.ofHosts(5);
    cluster.apply(cluster.plan(Stack.of("other", job("batch").scale(7).build())));

    Plan plan = cluster.plan(Stack.of("app", job("web").scale(5).build()), other(7));

    assertThat(plan.starts())
        .extracting(start -> start.host().name())
        .containsExactlyInAnyOrder("node-1", "node-2", "node-3", "node-4", "node-5");
  }

  @Test
  void hostsThatAreAskedForLessGetTheNextInstances() {
    Cluster cluster = sized(2);
    Job large = job("large").memory(700L << 20).build();
    cluster.apply(cluster.plan(Stack.of("app", large)));

    Stack small =
        Stack.of(
            "small",
            IntStream.range(0, 4)
                .mapToObj(i -> job("job-" + i).memory(100L << 20).build())
                .toArray(Job[]::new));
    Plan plan = cluster.plan(Stack.of("app", large), small);

    assertThat(plan.starts()).extracting(start -> start.host().name()).containsOnly("node-2");
  }

  @Test
  void whatFitsNowhereIsAnErrorThatTellsEachHostsReason() {
    Cluster cluster =
        Cluster.of(host("big", "ssd"), host("full", "ssd"), host("plain"))
            .withCapacity("big", new Resources(1L << 30, 1_000_000_000))
            .withCapacity("full", SIZE)
            .withCapacity("plain", SIZE);
    Job busy = job("busy").addFilter("ssd").memory(900L << 20).cpus(BigDecimal.ONE).build();
    cluster.apply(cluster.plan(Stack.of("app", busy.withScale(2))));
    Job web = job("web").addFilter("ssd").memory(512L << 20).cpus(BigDecimal.ONE).build();

    assertThatThrownBy(() -> cluster.plan(Stack.of("app", busy.withScale(2), web)))
        .isInstanceOfSatisfying(
            PlacementException.class,
            e -> assertThat(e.reasons()).containsOnlyKeys("big", "full", "plain"))
        .hasMessage(
            """
            no host can run an instance of service 'app/web'.
              big: memory 512m is asked for, 124m of 1g is free; cpus 1 is asked for, 0 of 1 is free
              full: memory 512m is asked for, 124m of 1g is free
              plain: lacks tag ssd
              Fix: lower the job's 'memory' or 'cpus', remove what is not needed, or add a host.""");
  }

  @Test
  void whatIsReplacedMakesRoomForWhatReplacesIt() {
    Cluster cluster = sized(1);
    Job web = job("web").memory(900L << 20).build();
    cluster.apply(cluster.plan(Stack.of("app", web)));

    Plan plan =
        cluster.plan(Stack.of("app", Job.builder().from(web).putEnvironment("A", "1").build()));

    assertThat(plan.starts()).hasSize(1);
    assertThat(plan.removals()).hasSize(1);
  }

  @Test
  void readersOfANewVolumeFollowItsWriter() {
    Cluster cluster = Cluster.ofHosts(3);
    Job reader = job("reader").addVolumes(VolumeMount.parse("data:/data:ro")).scale(3).build();

    Plan plan = cluster.plan(Stack.of("app", reader));

    assertThat(plan.starts()).extracting(start -> start.host().name()).containsOnly("node-1");
  }

  @Test
  void volumesOnTwoHostsAreAnError() {
    Cluster cluster = Cluster.ofHosts(2);
    Job one = job("one").addVolumes(VolumeMount.parse("a:/a")).build();
    Job two = job("two").addVolumes(VolumeMount.parse("b:/b")).build();
    cluster.apply(cluster.plan(Stack.of("app", one, two)));
    Job both =
        job("both").addVolumes(VolumeMount.parse("a:/a:ro"), VolumeMount.parse("b:/b:ro")).build();

    assertThatThrownBy(() -> cluster.plan(Stack.of("app", one, two, both)))
        .isInstanceOf(PlacementException.class)
        .hasMessageContaining("node-1: volume 'app_b' is on host 'node-2'")
        .hasMessageContaining("node-2: volume 'app_a' is on host 'node-1'");
  }

  @Test
  void moreInstancesThanHostsAreSpreadEvenly() {
    Plan plan = Cluster.ofHosts(4).plan(Stack.of("app", job("web").scale(18).build()));

    Map<String, Integer> counts = new HashMap<>();
    plan.starts().forEach(start -> counts.merge(start.host().name(), 1, Integer::sum));
    assertThat(counts.values()).containsExactlyInAnyOrder(5, 5, 4, 4);
  }

  @Test
  void eachContainerNamesItselfInItsVariables() {
    Job web =
        job("web")
            .expose(List.of(ExposedPort.tcp(80)))
            .putEnvironment("OWN", "000000")
            .scale(2)
            .build();

    Plan plan = Cluster.ofHosts(1).plan(Stack.of("app", web));

    assertThat(plan.starts())
        .allSatisfy(
            start ->
                assertThat(start.spec().environment())
                    .containsEntry(
                        "SERVICE_80_ID", start.spec().instance().serviceId(ExposedPort.tcp(80)))
                    .containsEntry("OWN", "000000"));
    assertThat(plan.starts().get(0).spec().instance())
        .isNotEqualTo(plan.starts().get(1).spec().instance());
  }

  private static Stack other(int scale) {
    return Stack.of("other", job("batch").scale(scale).build());
  }

  private static Cluster sized(int hosts) {
    Cluster cluster = Cluster.ofHosts(hosts);
    IntStream.rangeClosed(1, hosts).forEach(i -> cluster.withCapacity("node-" + i, SIZE));
    return cluster;
  }

  private static Host host(String name, String... tags) {
    return Host.builder()
        .name(name)
        .engine("tcp://10.0.0.1:2376")
        .address("10.0.0.1")
        .addTags(tags)
        .build();
  }

  private static Job.Builder job(String name) {
    return Job.builder().name(JobName.of(name)).image("nginx").expose(List.of());
  }
}

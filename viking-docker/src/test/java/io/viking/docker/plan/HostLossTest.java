package io.viking.docker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.VolumeMount;
import io.viking.model.placement.HostState;
import io.viking.model.placement.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostLossTest {
  private static final HostState SUSPECT = HostState.suspect(Duration.ofSeconds(3));
  private static final HostState DOWN = HostState.down(Duration.ofSeconds(15));
  private static final HostState DRAINED = HostState.UP.withDrained(true);

  private static final Stack WEB = Stack.of("app", job("web").scale(3).build());
  private static final Stack DB =
      Stack.of("app", job("db").addVolumes(VolumeMount.parse("/data")).build());

  private final Cluster cluster = Cluster.ofHosts(3);

  @Test
  void instancesOfAHostThatIsDownAreStartedElsewhereAndTheReasonIsTold() {
    cluster.apply(cluster.plan(WEB));
    InstanceId lost = on("node-2");
    cluster.changeHost("node-2", DOWN);

    Plan plan = cluster.plan(WEB);

    assertThat(plan.starts())
        .extracting(Start::reason)
        .containsExactly(
            "moved " + lost + " from node-2 to node-1: node-2 has not answered for 15 s");
    assertThat(plan.removals()).isEmpty();
    assertThat(plan.kept()).hasSize(2);
    assertThat(plan.waiting()).isEmpty();
  }

  @Test
  void aHostThatIsOnlySuspectKeepsItsInstances() {
    cluster.apply(cluster.plan(WEB));
    cluster.changeHost("node-2", SUSPECT);

    Plan plan = cluster.plan(WEB);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.kept()).hasSize(2);
    assertThat(plan.waiting())
        .containsExactly(new Waiting(Optional.of(on("node-2")), "node-2 has not answered for 3 s"));
    assertThat(PlanText.render(plan))
        .endsWith("Nothing to do: 2 containers are as they should be, 1 waits.");
  }

  @Test
  void nothingIsStartedOrRemovedOnAHostThatDoesNotAnswer() {
    cluster.apply(cluster.plan(WEB));
    cluster.changeHost("node-2", SUSPECT);
    Stack changed = Stack.of("app", job("web").scale(6).putEnvironment("A", "1").build());

    Plan plan = cluster.plan(changed);

    assertThat(plan.starts()).extracting(start -> start.host().name()).doesNotContain("node-2");
    assertThat(plan.starts()).hasSize(5);
    assertThat(plan.removals()).extracting(r -> r.host().name()).doesNotContain("node-2");
  }

  @Test
  void scalingDownRemovesNothingThatTheSuspectHostsInstancesWouldHaveToStandInFor() {
    cluster.apply(cluster.plan(WEB));
    cluster.changeHost("node-2", SUSPECT);

    Plan plan = cluster.plan(Stack.of("app", job("web").scale(2).build()));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.kept()).hasSize(2);
  }

  @Test
  void whatHasChangedIsNotRemovedWithoutASuccessorAsLongAsOnlyASuspectHostRunsAnother() {
    cluster.apply(cluster.plan(Stack.of("app", job("web").scale(2).build())));
    Stack changed = Stack.of("app", job("web").putEnvironment("A", "1").build());
    cluster.changeHost("node-1", SUSPECT);

    Plan suspect = cluster.plan(changed);
    cluster.changeHost("node-1", DOWN);
    Plan down = cluster.plan(changed);

    assertThat(suspect.isEmpty()).isTrue();
    assertThat(suspect.waiting())
        .extracting(Waiting::reason)
        .containsExactlyInAnyOrder(
            "node-1 has not answered for 3 s",
            "the job has changed; it goes when all others of its service can be seen");
    assertThat(down.starts()).hasSize(1);
    assertThat(down.removals()).extracting(r -> r.host().name()).containsExactly("node-2");
  }

  @Test
  void anInstanceWithAVolumeWaitsForItsHost() {
    cluster.apply(cluster.plan(DB));
    InstanceId lost = on("node-1");
    cluster.changeHost("node-1", DOWN);

    Plan plan = cluster.plan(DB);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(PlanText.render(plan))
        .isEqualTo(
            "app/db\n  ~ "
                + lost
                + " waits: node-1 has not answered for 15 s, and has volume 'app_db_data'\n"
                + "Nothing to do: 0 containers are as they should be, 1 waits.");
  }

  @Test
  void anInstanceWithAVolumeIsKeptWhenItsHostComesBack() {
    cluster.apply(cluster.plan(DB));
    cluster.changeHost("node-1", DOWN);
    cluster.apply(cluster.plan(DB));
    cluster.changeHost("node-1", HostState.UP);

    assertThat(cluster.plan(DB).isEmpty()).isTrue();
    assertThat(cluster.plan(DB).kept()).hasSize(1);
  }

  @Test
  void anInstanceThatFitsNowhereElseWaitsAndHindersNoOther() {
    Cluster tagged = Cluster.of(host("a", "gpu"), host("b"), host("c"));
    Stack both =
        Stack.of("app", job("train").addFilter("gpu").build(), job("web").scale(3).build());
    tagged.apply(tagged.plan(both));
    tagged.changeHost("a", DOWN);

    Plan plan = tagged.plan(both);

    assertThat(plan.starts()).hasSize(1);
    assertThat(plan.waiting())
        .extracting(Waiting::reason)
        .containsExactly(
            "a has not answered for 15 s, and no other host can run it:"
                + " b lacks tag gpu; c lacks tag gpu");
  }

  @Test
  void theSurplusOfAHostThatCameBackIsRemovedOldestFirst() {
    cluster.apply(cluster.plan(WEB));
    InstanceId old = on("node-2");
    cluster.age(old, Instant.parse("2026-01-01T00:00:00Z"));
    cluster.age(on("node-3"), Instant.parse("2026-01-02T00:00:00Z"));
    cluster.changeHost("node-1", DOWN);
    cluster.apply(cluster.plan(Stack.of("app", job("web").scale(2).build())));
    cluster.changeHost("node-1", HostState.UP);

    Plan plan = cluster.plan(Stack.of("app", job("web").scale(2).build()));

    assertThat(plan.starts()).isEmpty();
    assertThat(plan.removals())
        .extracting(Removal::instance, Removal::reason)
        .containsExactly(tuple(old, "surplus: scale is 2"));
  }

  @Test
  void theSurplusOfAHostThatCameBackIsRemovedWhereThereIsMost() {
    cluster.apply(cluster.plan(WEB));
    cluster.changeHost("node-2", DOWN);
    Host crowded = cluster.apply(cluster.plan(WEB)).starts().get(0).host();
    cluster.changeHost("node-2", HostState.UP);

    Plan plan = cluster.plan(WEB);

    assertThat(plan.removals()).extracting(Removal::host).containsExactly(crowded);
  }

  @Test
  void whatAHostThatIsNotSteadyRunsIsKeptAndMakesNothingElseSurplus() {
    cluster.apply(cluster.plan(WEB));
    cluster.changeHost("node-2", DOWN);
    cluster.apply(cluster.plan(WEB));
    cluster.changeHost("node-2", HostState.UNSTEADY);

    Plan plan = cluster.plan(WEB);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.kept()).hasSize(4);
  }

  @Test
  void anInstanceThatHasEndedOnAHostThatIsNotSteadyIsReplacedElsewhere() {
    cluster.apply(cluster.plan(WEB));
    cluster.changeState(on("node-2"), ActualInstance.State.STOPPED);
    cluster.changeHost("node-2", HostState.UNSTEADY);

    Plan plan = cluster.plan(WEB);

    assertThat(plan.removals()).extracting(r -> r.host().name()).containsExactly("node-2");
    assertThat(plan.starts()).extracting(s -> s.host().name()).doesNotContain("node-2");
  }

  @Test
  void whatHasItsVolumeOnAHostThatIsNotSteadyIsStartedThereAllTheSame() {
    cluster.apply(cluster.plan(DB));
    cluster.changeState(on("node-1"), ActualInstance.State.STOPPED);
    cluster.changeHost("node-1", HostState.UNSTEADY);

    Plan plan = cluster.plan(DB);

    assertThat(plan.starts()).extracting(s -> s.host().name()).containsExactly("node-1");
  }

  @Test
  void aDrainedHostGivesUpItsInstances() {
    cluster.apply(cluster.plan(WEB));
    InstanceId leaving = on("node-2");
    cluster.changeHost("node-2", DRAINED);

    Plan plan = cluster.plan(WEB);

    assertThat(plan.starts())
        .extracting(Start::reason)
        .containsExactly("moved " + leaving + " from node-2 to node-1: node-2 is drained");
    assertThat(plan.removals())
        .extracting(Removal::instance, Removal::reason)
        .containsExactly(tuple(leaving, "node-2 is drained"));
    assertThat(plan.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.removesFirst()).isFalse());
  }

  @Test
  void aDrainedHostKeepsWhatHasItsVolumeThere() {
    cluster.apply(cluster.plan(DB));
    cluster.changeHost("node-1", DRAINED);

    Plan plan = cluster.plan(DB);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.kept()).hasSize(1);
    assertThat(plan.waiting())
        .extracting(Waiting::reason)
        .containsExactly("node-1 is drained, and has its volume");
  }

  @Test
  void aDrainedHostKeepsWhatNoOtherHostCanRun() {
    Cluster one = Cluster.ofHosts(1);
    Stack web = Stack.of("app", job("web").build());
    one.apply(one.plan(web));
    one.changeHost("node-1", DRAINED);

    Plan plan = one.plan(web);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.kept()).hasSize(1);
    assertThat(plan.waiting()).hasSize(1);
  }

  @Test
  void whatIsNotWantedAnyMoreOnAHostThatDoesNotAnswerWaits() {
    cluster.apply(cluster.plan(WEB));
    cluster.changeHost("node-2", DOWN);

    Plan plan = cluster.plan();

    assertThat(plan.removals()).hasSize(2);
    assertThat(plan.waiting())
        .extracting(Waiting::reason)
        .containsExactly("the job is not wanted any more, but node-2 has not answered for 15 s");
  }

  /** In a cluster of mixed services and hosts, whichever host is lost. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void losingAHostMovesItsInstancesOnly(long seed) {
    Random random = new Random(seed);
    Cluster mixed = mixed(random);
    Stack[] stacks = {stack("one", random), stack("two", random)};
    mixed.apply(mixed.plan(stacks));
    String lost = "h" + random.nextInt(8);
    Set<InstanceId> before = ids(mixed, lost);
    mixed.changeHost(lost, DOWN);

    Plan whole = mixed.plan(stacks);
    Plan scoped = mixed.plan(StackCatalog.of(List.of(stacks)), mixed.actual().servicesOn(lost));

    assertThat(whole.removals()).isEmpty();
    assertThat(whole.starts().size() + whole.waiting().size()).isEqualTo(before.size());
    assertThat(whole.starts())
        .allSatisfy(start -> assertThat(start.host().name()).isNotEqualTo(lost))
        .allSatisfy(start -> assertThat(start.reason()).startsWith("moved "));
    assertThat(reasons(scoped)).isEqualTo(reasons(whole));
    assertThat(scoped.removals()).isEmpty();
    mixed.apply(whole);
    assertThat(mixed.plan(stacks).isEmpty()).isTrue();
  }

  private static List<String> reasons(Plan plan) {
    return plan.starts().stream().map(Start::reason).toList();
  }

  private static Set<InstanceId> ids(Cluster cluster, String host) {
    Set<InstanceId> ids = new HashSet<>();
    cluster.actual().hosts().stream()
        .filter(actual -> actual.host().name().equals(host))
        .forEach(actual -> actual.instances().forEach(instance -> ids.add(instance.id())));
    return ids;
  }

  private static Cluster mixed(Random random) {
    Host[] hosts = new Host[8];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = random.nextBoolean() ? host("h" + i, "ssd") : host("h" + i);
    }
    hosts[0] = host("h0", "ssd");
    Cluster mixed = Cluster.of(hosts);
    for (Host host : hosts) {
      mixed.withCapacity(
          host.name(), new Resources((4L + random.nextInt(4)) << 30, 8_000_000_000L));
    }
    return mixed;
  }

  private static Stack stack(String name, Random random) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Job.Builder job = job("job-" + i).memory((64L << 20) * (1 + random.nextInt(3)));
      if (random.nextInt(3) == 0) {
        job.addFilter("ssd");
      }
      if (random.nextInt(4) == 0) {
        job.addVolumes(VolumeMount.parse("/data"));
      } else {
        job.scale(1 + random.nextInt(6));
      }
      jobs.add(job.build());
    }
    return Stack.of(name, jobs.toArray(Job[]::new));
  }

  private InstanceId on(String host) {
    return ids(cluster, host).iterator().next();
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

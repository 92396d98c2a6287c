package io.viking.docker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualInstance.State;
import io.viking.model.ExposedPort;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Stack;
import io.viking.model.VolumeMount;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class WavesTest {
  private final Cluster cluster = Cluster.ofHosts(2);

  private static Stack app(String version, UnaryOperator<Job.Builder> more) {
    Job.Builder job =
        Job.builder()
            .name(JobName.of("web"))
            .image("web")
            .expose(List.of(ExposedPort.tcp(80)))
            .putEnvironment("VERSION", version);
    return Stack.of("app", more.apply(job).build());
  }

  private Waves waves(Stack stack) {
    return Waves.of(cluster.plan(stack).changes().get(0));
  }

  private static List<Integer> sizes(Waves waves) {
    return waves.waves().stream().map(List::size).toList();
  }

  @Test
  void aFirstDeploymentStartsAllAtOnce() {
    Waves waves = waves(app("1", job -> job.scale(5)));

    assertThat(waves.starts()).hasSize(5);
    assertThat(waves.waves()).isEmpty();
    assertThat(waves.removals()).isEmpty();
  }

  @Test
  void anUpdateReplacesOneAtATimeUnlessTheJobSaysOtherwise() {
    cluster.apply(cluster.plan(app("1", job -> job.scale(5))));

    assertThat(sizes(waves(app("2", job -> job.scale(5))))).containsExactly(1, 1, 1, 1, 1);
    assertThat(sizes(waves(app("2", job -> job.scale(5).parallelism(2))))).containsExactly(2, 2, 1);
    assertThat(sizes(waves(app("2", job -> job.scale(5).parallelism(9))))).containsExactly(5);
  }

  @Test
  void eachStartStandsBesideTheOneWhosePlaceItTakes() {
    cluster.apply(cluster.plan(app("1", job -> job.scale(3))));

    Waves waves = waves(app("2", job -> job.scale(3)));

    assertThat(waves.waves().stream().flatMap(List::stream))
        .allSatisfy(
            pair ->
                assertThat(pair.start().reason()).contains(pair.removal().instance().toString()));
  }

  @Test
  void whatComesOnTopStartsFirstAndWhatIsLeftGoesLast() {
    cluster.apply(cluster.plan(app("1", job -> job.scale(3))));

    Waves more = waves(app("2", job -> job.scale(5)));
    Waves fewer = waves(app("2", job -> job.scale(1)));

    assertThat(more.starts()).hasSize(2);
    assertThat(sizes(more)).containsExactly(1, 1, 1);
    assertThat(sizes(fewer)).containsExactly(1);
    assertThat(fewer.removals()).hasSize(2);
  }

  @Test
  void whatDoesNotServeIsNotWaitedFor() {
    Plan first = cluster.apply(cluster.plan(app("1", job -> job.scale(2))));
    first.starts().forEach(s -> cluster.changeState(s.spec().instance(), State.STOPPED));

    Waves waves = waves(app("1", job -> job.scale(2)));

    assertThat(waves.starts()).hasSize(2);
    assertThat(waves.waves()).isEmpty();
    assertThat(waves.removals()).extracting(Removal::drain).containsOnly(Duration.ZERO);
  }

  @Test
  void whatWritesToAVolumeHasNoWaves() {
    UnaryOperator<Job.Builder> volume = job -> job.addVolumes(VolumeMount.parse("/data"));
    cluster.apply(cluster.plan(app("1", volume)));

    Waves waves = waves(app("2", volume));

    assertThat(waves.waves()).isEmpty();
    assertThat(waves.starts()).hasSize(1);
    assertThat(waves.removals()).hasSize(1);
  }

  @Test
  void theJobThatIsWantedSaysHowLongConnectionsMayTakeAndTheOldOneWhereThereIsNone() {
    cluster.apply(cluster.plan(app("1", job -> job.drain(Duration.ofSeconds(3)))));

    Waves changed = waves(app("2", job -> job.drain(Duration.ofSeconds(4))));
    Plan gone =
        cluster.plan(
            Stack.of(
                "app", Job.builder().name(JobName.of("x")).image("x").expose(List.of()).build()));

    assertThat(changed.waves().get(0).get(0).removal().drain()).hasSeconds(4);
    assertThat(gone.removals()).extracting(Removal::drain).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void whatExposesNothingHasNoConnections() {
    cluster.apply(cluster.plan(app("1", job -> job.expose(List.of()))));

    Waves waves = waves(app("2", job -> job.expose(List.of())));

    assertThat(waves.waves().get(0).get(0).removal().drain()).isZero();
  }
}

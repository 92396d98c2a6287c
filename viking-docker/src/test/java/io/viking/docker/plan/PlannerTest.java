package io.viking.docker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.plan.ActualInstance.State;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.VolumeMount;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Job MONGO =
      Job.builder()
          .name(JobName.of("mongo"))
          .image("quarry/mongo")
          .expose(List.of(ExposedPort.tcp(27017)))
          .addVolumes(VolumeMount.parse("/db/data"))
          .build();
  private static final Job MIDDLEWARE =
      Job.builder()
          .name(JobName.of("middleware"))
          .image("myapp/web")
          .expose(List.of(ExposedPort.tcp(80)))
          .addLinks(Link.parse("shared/mongo"))
          .build();
  private static final Job WEB =
      Job.builder()
          .name(JobName.of("web"))
          .image("myapp/web")
          .expose(List.of(ExposedPort.tcp(80)))
          .addLinks(Link.parse("shared/mongo"), Link.parse("middleware"))
          .build();
  private static final Stack SHARED = Stack.of("shared", MONGO);
  private static final Stack APP = Stack.of("app", WEB, MIDDLEWARE);

  @Test
  void startsServicesAfterTheOnesTheyLinkTo() {
    Cluster cluster = Cluster.ofHosts(3);

    Plan plan = cluster.plan(SHARED, APP);

    assertThat(plan.stages())
        .extracting(stage -> stage.stream().map(change -> change.service().path()).toList())
        .containsExactly(List.of("shared/mongo"), List.of("app/middleware"), List.of("app/web"));
  }

  @Test
  void doesNothingWhenNothingHasChanged() {
    Cluster cluster = Cluster.ofHosts(3);
    cluster.apply(cluster.plan(SHARED, APP));

    Plan again = cluster.plan(SHARED, APP);

    assertThat(again.isEmpty()).isTrue();
    assertThat(again.kept()).hasSize(3);
  }

  @Test
  void replacesAChangedJobAndNoOther() {
    Cluster cluster = Cluster.ofHosts(3);
    cluster.apply(cluster.plan(SHARED, APP));
    Job changed = Job.builder().from(WEB).putEnvironment("COLOUR", "blue").build();

    Plan plan = cluster.plan(SHARED, APP.with(changed));

    assertThat(plan.starts())
        .singleElement()
        .satisfies(start -> assertThat(start.reason()).contains("the job has changed"));
    assertThat(plan.removals())
        .singleElement()
        .satisfies(removal -> assertThat(removal.instance().service().path()).isEqualTo("app/web"));
    assertThat(plan.kept()).hasSize(2);
  }

  @Test
  void replacesTheConsumersWhenATargetExposesAnotherPort() {
    Cluster cluster = Cluster.ofHosts(3);
    cluster.apply(cluster.plan(SHARED, APP));
    Job changed = MIDDLEWARE.withExpose(List.of(ExposedPort.tcp(80), ExposedPort.tcp(81)));

    Plan plan = cluster.plan(SHARED, APP.with(changed));

    assertThat(plan.starts())
        .extracting(start -> start.spec().instance().service().path())
        .containsExactly("app/middleware", "app/web");
  }

  @Test
  void keepsContainersWhenOnlyTheScaleGrows() {
    Cluster cluster = Cluster.ofHosts(3);
    cluster.apply(cluster.plan(SHARED, APP));

    Plan plan = cluster.plan(SHARED, APP.with(WEB.withScale(6)));

    assertThat(plan.starts()).hasSize(5);
    assertThat(plan.removals()).isEmpty();
    cluster.apply(plan);
    assertThat(
            cluster.plan(SHARED, APP.with(WEB.withScale(6))).kept().stream()
                .filter(kept -> kept.instance().service().job().value().equals("web"))
                .map(kept -> kept.host().name()))
        .containsExactlyInAnyOrder("node-1", "node-1", "node-2", "node-2", "node-3", "node-3");
  }

  @Test
  void removesTheSurplusFromTheHostsThatHaveMost() {
    Cluster cluster = Cluster.ofHosts(2);
    cluster.apply(cluster.plan(SHARED, APP.with(WEB.withScale(5))));

    Plan plan = cluster.apply(cluster.plan(SHARED, APP.with(WEB.withScale(2))));

    assertThat(plan.removals()).hasSize(3);
    assertThat(
            cluster.plan(SHARED, APP.with(WEB.withScale(2))).kept().stream()
                .filter(kept -> kept.instance().service().job().value().equals("web"))
                .map(kept -> kept.host().name()))
        .containsExactlyInAnyOrder("node-1", "node-2");
  }

  @Test
  void removesAJobThatIsNotInTheStackAnyMoreAfterItsConsumers() {
    Cluster cluster = Cluster.ofHosts(1);
    cluster.apply(cluster.plan(SHARED, APP));

    Plan plan = cluster.plan(SHARED);

    assertThat(plan.starts()).isEmpty();
    assertThat(plan.removals())
        .extracting(removal -> removal.instance().service().path())
        .containsExactlyInAnyOrder("app/web", "app/middleware");
  }

  @Test
  void leavesServicesOutsideTheScopeAlone() {
    Cluster cluster = Cluster.ofHosts(1);
    cluster.apply(cluster.plan(SHARED, APP));

    Plan plan =
        cluster.plan(StackCatalog.of(List.of(SHARED)), Set.of(ServiceName.of("shared", "mongo")));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.kept()).hasSize(1);
  }

  @Test
  void bringsAServiceBackToTheHostThatHasItsVolume() {
    Cluster cluster = Cluster.ofHosts(3);
    Host home = cluster.apply(cluster.plan(SHARED)).starts().get(0).host();
    Job changed = Job.builder().from(MONGO).image("quarry/mongo:2").build();

    Plan plan = cluster.plan(SHARED.with(changed));

    assertThat(plan.starts())
        .singleElement()
        .satisfies(start -> assertThat(start.host()).isEqualTo(home));
    assertThat(plan.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.removesFirst()).isTrue());
  }

  @Test
  void refusesToStartAServiceElsewhereWhenTheHostOfItsVolumeIsGone() {
    Cluster cluster = Cluster.ofHosts(2);
    Host home = cluster.apply(cluster.plan(SHARED)).starts().get(0).host();
    cluster.lose(home.name());

    assertThatThrownBy(() -> cluster.plan(SHARED))
        .isInstanceOf(PlacementException.class)
        .hasMessageContaining("no host can run an instance of service 'shared/mongo'")
        .hasMessageContaining(home.name() + ": is not among the hosts")
        .hasMessageContaining("volume 'shared_mongo_db-data' is on host '" + home.name() + "'");
  }

  @Test
  void placesInstancesOnHostsWithAllTagsOnly() {
    Host plain = Host.of("a", "10.0.0.1", "tcp://10.0.0.1:2376");
    Host ssd = Host.builder().from(plain).name("b").addTags("ssd").build();
    Host both = Host.builder().from(plain).name("c").addTags("ssd", "big").build();
    Job job = Job.builder().from(WEB).links(List.of()).addFilter("ssd", "big").scale(2).build();

    Plan plan = Cluster.of(plain, ssd, both).plan(Stack.of("app", job));

    assertThat(plan.starts()).extracting(start -> start.host().name()).containsExactly("c", "c");
  }

  @Test
  void namesEachHostWithItsReasonWhenNoneHasTheTags() {
    Job job = Job.builder().from(WEB).links(List.of()).addFilter("gpu").build();

    assertThatThrownBy(() -> Cluster.ofHosts(2).plan(Stack.of("app", job)))
        .isInstanceOf(PlacementException.class)
        .hasMessage(
            """
            no host can run an instance of service 'app/web'.
              node-1: lacks tag gpu
              node-2: lacks tag gpu
              Fix: change the job's 'filter', or tag or add a host.""");
  }

  @Test
  void replacesContainersThatDoNotRun() {
    Cluster cluster = Cluster.ofHosts(1);
    InstanceId mongo = cluster.apply(cluster.plan(SHARED)).starts().get(0).spec().instance();
    cluster.changeState(mongo, State.STOPPED);

    Plan plan = cluster.plan(SHARED);

    assertThat(plan.starts()).hasSize(1);
    assertThat(plan.removals())
        .singleElement()
        .satisfies(removal -> assertThat(removal.reason()).isEqualTo("it does not run"));
  }

  @Test
  void replacesContainersWhoseImageHasBeenBuiltAnew() {
    Cluster cluster = Cluster.ofHosts(1);
    cluster.apply(cluster.plan(SHARED));
    cluster.changeImage("quarry/mongo");

    assertThat(cluster.plan(SHARED).removals())
        .singleElement()
        .satisfies(removal -> assertThat(removal.reason()).isEqualTo("the image has changed"));
  }

  @Test
  void takesAwayTheInstanceThatKeepsDyingWhenOneIsTooMany() {
    Cluster cluster = Cluster.ofHosts(2);
    Job nginx = Job.builder().from(MIDDLEWARE).links(List.of()).build();
    cluster.apply(cluster.plan(Stack.of("app", nginx.withScale(2))));
    Kept dying = cluster.plan(Stack.of("app", nginx.withScale(2))).kept().get(0);
    cluster.changeState(dying.instance(), State.RESTARTING);

    assertThat(cluster.plan(Stack.of("app", nginx)).removals())
        .extracting(Removal::instance)
        .containsExactly(dying.instance());
  }

  @Test
  void leavesRunningContainersOfAStaticJobAsTheyAre() {
    Cluster cluster = Cluster.ofHosts(1);
    Job fixed = Job.builder().from(MONGO).isStatic(true).build();
    cluster.apply(cluster.plan(Stack.of("shared", fixed)));
    Job changed = Job.builder().from(fixed).image("quarry/mongo:2").build();

    assertThat(cluster.plan(Stack.of("shared", changed)).isEmpty()).isTrue();
  }

  @Test
  void makesTheSamePlanFromTheSameInput() {
    Plan one = Cluster.ofHosts(3).plan(SHARED, APP);
    Plan other = Cluster.ofHosts(3).plan(SHARED, APP);

    assertThat(one).isEqualTo(other);
  }

  @Test
  void treatsTheOrderOfVariablesAsNoChange() {
    Cluster cluster = Cluster.ofHosts(1);
    Job ab = Job.builder().from(MONGO).putEnvironment("A", "1").putEnvironment("B", "2").build();
    Job ba = Job.builder().from(MONGO).putEnvironment("B", "2").putEnvironment("A", "1").build();
    cluster.apply(cluster.plan(SHARED.with(ab)));

    assertThat(cluster.plan(SHARED.with(ba)).isEmpty()).isTrue();
  }
}

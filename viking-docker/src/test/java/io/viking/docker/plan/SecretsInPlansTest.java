package io.viking.docker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.ExposedPort;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.SecretSource;
import io.viking.model.Stack;
import io.viking.model.yaml.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan says where a secret is found, and nowhere what it is. */
class SecretsInPlansTest {
  private static final String CANARY = "canary-5f3a";
  private static final SecretSource FILE = SecretSource.file("/srv/my app/secret");
  private static final Job MONGO =
      Job.builder()
          .name(JobName.of("mongo"))
          .image("quarry/mongo")
          .expose(List.of(ExposedPort.tcp(27017)))
          .putEnvironment("MONGO_USER", "shop")
          .putSecrets("MONGO_PASSWORD", FILE)
          .putSecrets("OTHER", SecretSource.env("OTHER"))
          .build();
  private static final Job WEB =
      Job.builder()
          .name(JobName.of("web"))
          .image("myapp/web")
          .expose(List.of())
          .addLinks(Link.builder().from(Link.parse("mongo:db")).addEnv("MONGO_*").build())
          .putSecrets("DB_PORT", SecretSource.env("odd.name"))
          .putSecrets("TOKEN", SecretSource.env("API_TOKEN"))
          .build();

  private static Cluster cluster() {
    return Cluster.ofHosts(1)
        .withSecret(FILE, CANARY + 1)
        .withSecret(SecretSource.env("OTHER"), CANARY + 2)
        .withSecret(SecretSource.env("API_TOKEN"), CANARY + 3)
        .withSecret(SecretSource.env("odd.name"), CANARY + 4);
  }

  private static ContainerSpec web(Plan plan) {
    return plan.starts().get(plan.starts().size() - 1).spec();
  }

  @Test
  void theTextSaysWhereEachIsFound() {
    String text = PlanText.render(cluster().plan(Stack.of("app", MONGO, WEB)));

    assertThat(text)
        .contains(
            "      MONGO_PASSWORD=<from file /srv/my app/secret>\n      MONGO_USER=shop\n",
            "      DB_ENV_MONGO_PASSWORD=<from file /srv/my app/secret>\n",
            "      DB_ENV_MONGO_USER=shop\n",
            "      TOKEN=<from variable API_TOKEN>",
            "  ! DB_PORT is set by the job itself and hides the generated value")
        .doesNotContain("canary", "DB_ENV_OTHER");
  }

  @Test
  void theShellReadsEachWhereItIsFound() {
    String commands = PlanDocker.render(cluster().plan(Stack.of("app", MONGO, WEB)));

    assertThat(commands)
        .contains(
            "-e MONGO_PASSWORD=\"$(cat '/srv/my app/secret')\" ",
            "-e DB_ENV_MONGO_PASSWORD=\"$(cat '/srv/my app/secret')\" ",
            "-e DB_PORT=\"$(printenv odd.name)\" ",
            "-e TOKEN=\"$API_TOKEN\" ",
            "--label 'viking.secrets=DB_ENV_MONGO_PASSWORD DB_PORT TOKEN' ")
        .doesNotContain("canary");
  }

  @Test
  void theDataHasThemApartFromTheOthers() {
    String json = Json.write(PlanData.of(cluster().plan(Stack.of("app", MONGO, WEB))));

    assertThat(json)
        .contains(
            "\"secrets\":{\"MONGO_PASSWORD\":{\"file\":\"/srv/my app/secret\"},\"OTHER\":{\"env\":\"OTHER\"}}",
            "\"MONGO_USER\":\"shop\"")
        .doesNotContain("canary", "\"MONGO_PASSWORD\":\"");
  }

  @Test
  void theValuesAreInTheRevealedSpecOnlyAndInNoText() {
    Plan plan = cluster().plan(Stack.of("app", MONGO, WEB));

    ContainerSpec web = web(plan);

    assertThat(web.environment().values()).noneMatch(value -> value.contains("canary"));
    assertThat(web.revealed().environment())
        .containsEntry("DB_ENV_MONGO_PASSWORD", CANARY + 1)
        .containsEntry("TOKEN", CANARY + 3)
        .containsEntry("DB_PORT", CANARY + 4)
        .containsEntry("DB_ENV_MONGO_USER", "shop")
        .hasSameSizeAs(web.environment());
    assertThat(plan + " " + web.revealed() + web.secrets()).doesNotContain("canary");
    assertThat(web.labels().values()).noneMatch(value -> value.contains("canary"));
  }

  @Test
  void aValueThatChangesReplacesWhatHasItAndWhatCopiesIt() {
    Cluster cluster = cluster();
    cluster.apply(cluster.plan(Stack.of("app", MONGO, WEB)));

    Plan same = cluster.plan(Stack.of("app", MONGO, WEB));
    Plan changed = cluster.withSecret(FILE, "another").plan(Stack.of("app", MONGO, WEB));

    assertThat(same.isEmpty()).isTrue();
    assertThat(changed.starts())
        .extracting(start -> start.spec().instance().service().path())
        .containsExactly("app/mongo", "app/web");
    assertThat(changed.removals())
        .allSatisfy(removal -> assertThat(removal.reason()).isEqualTo("the job has changed"));
  }

  @Test
  void aValueThatIsNotCopiedConcernsItsOwnJobOnly() {
    Cluster cluster = cluster();
    cluster.apply(cluster.plan(Stack.of("app", MONGO, WEB)));

    Plan changed =
        cluster.withSecret(SecretSource.env("OTHER"), "new").plan(Stack.of("app", MONGO, WEB));

    assertThat(changed.starts())
        .extracting(start -> start.spec().instance().service().path())
        .containsExactly("app/mongo");
  }

  /** Each checkout of a build server is in a folder of its own. */
  @Test
  void aValueThatIsFoundElsewhereReplacesNothing() {
    Cluster cluster = cluster();
    cluster.apply(cluster.plan(Stack.of("app", MONGO, WEB)));
    SecretSource elsewhere = SecretSource.file("/builds/2/secret");
    Job moved = Job.builder().from(MONGO).putSecrets("MONGO_PASSWORD", elsewhere).build();

    Plan plan = cluster.withSecret(elsewhere, CANARY + 1).plan(Stack.of("app", moved, WEB));

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void aTextThatBecomesASecretReplacesTheContainer() {
    Cluster cluster = cluster();
    Job text = Job.builder().from(Job.of("web", "a")).putEnvironment("A", CANARY + 1).build();
    Job secret = Job.builder().from(Job.of("web", "a")).putSecrets("A", FILE).build();
    Job.Builder ports = Job.builder().from(text).expose(List.of());
    cluster.apply(cluster.plan(Stack.of("app", ports.build())));

    Plan plan = cluster.plan(Stack.of("app", Job.builder().from(secret).expose(List.of()).build()));

    assertThat(plan.starts()).hasSize(1);
  }
}

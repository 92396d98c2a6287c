package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Labels;
import io.viking.docker.plan.Plan;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.Link;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.yaml.StackParser;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VikingSecretsTest {
  private static final String CANARY = "canary-5f3a";
  private static final Host ONE = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  private static final StackName APP = StackName.of("app");
  private static final ServiceName WEB = ServiceName.of("app", "web");

  @TempDir private Path folder;
  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  private final FakeLauncher launcher =
      FakeLauncher.registering(JobDefinitions.json(), store.endpoints());
  private FakeAgents agents;
  private Viking viking;

  @BeforeEach
  void start() {
    store.hosts().announce(ONE);
    agents = FakeAgents.on(store, ONE);
    launcher.withImage(ONE, "any", ExposedPort.tcp(80));
    viking = viking("deployment");
  }

  @AfterEach
  void close() {
    agents.close();
    viking.close();
  }

  private Viking viking(String deployment) {
    return Viking.builder()
        .store(store)
        .launcher(launcher)
        .host(ONE)
        .deploymentFolder(folder.resolve(deployment))
        .startTimeout(Duration.ofSeconds(1))
        .secrets(SecretReader.local(Map.of("API_TOKEN", CANARY + "-token")))
        .build();
  }

  /** A stack whose file lies beside its secret. */
  private Stack stack(String... more) throws IOException {
    Path file = Files.createDirectories(folder.resolve("stack")).resolve("app.yml");
    Files.writeString(
        file,
        "web:\n  image: any\n  env:\n    PASSWORD: {file: ./secret}\n    API_TOKEN:\n"
            + String.join("", more));
    return StackParser.create().parse(APP, file);
  }

  private Path secret(String value) throws IOException {
    Path file = Files.createDirectories(folder.resolve("stack")).resolve("secret");
    return Files.writeString(file, value + "\n");
  }

  private List<ContainerSpec> running(String job) {
    return viking.status().instances().stream()
        .map(status -> status.instance().id())
        .filter(id -> id.service().job().value().equals(job))
        .map(id -> launcher.spec(ONE, id))
        .toList();
  }

  private static SecretsUnavailableException refusal(Runnable call) {
    return catchThrowableOfType(SecretsUnavailableException.class, call::run);
  }

  @Test
  void theContainerGetsTheValuesAndNothingElseHoldsThem() throws IOException {
    secret(CANARY);

    Deployment deployment = viking.deploy(stack());

    ContainerSpec web = running("web").get(0);
    assertThat(web.environment())
        .containsEntry("PASSWORD", CANARY)
        .containsEntry("API_TOKEN", CANARY + "-token");
    assertThat(web.labels().toString())
        .contains("{\"file\":\"" + folder.resolve("stack/secret") + "\"}", "API_TOKEN PASSWORD")
        .doesNotContain("canary");
    assertThat(deployment + " " + web + viking.status() + viking.plan(stack()))
        .doesNotContain("canary");
    assertThat(textsBelow(folder.resolve("deployment"))).isNotEmpty().doesNotContain("canary");
  }

  private static String textsBelow(Path root) throws IOException {
    StringBuilder texts = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.append(Files.readString(file));
      }
    }
    return texts.toString();
  }

  @Test
  void onlyAChangedValueReplacesTheContainer() throws IOException {
    secret(CANARY);
    viking.deploy(stack());

    Plan same = viking.plan(stack());
    secret(CANARY + "2");
    viking.deploy(stack());

    assertThat(same.isEmpty()).isTrue();
    assertThat(running("web"))
        .singleElement()
        .satisfies(web -> assertThat(web.environment()).containsEntry("PASSWORD", CANARY + "2"));
  }

  /**
   * Who sees labels or plans, and guesses a short value, must not be able to tell that it is it.
   */
  @Test
  void theHashOfASpecTellsNothingToWhoHasNotTheClustersKey() throws IOException {
    secret("1234");
    String here = viking.plan(stack()).starts().get(0).spec().labels().get(Labels.SPEC);

    try (Viking elsewhere =
        Viking.builder()
            .store(ClusterStore.inMemory(PortRange.DEFAULT))
            .launcher(launcher)
            .host(ONE)
            .deploymentFolder(folder.resolve("elsewhere"))
            .secrets(SecretReader.local(Map.of("API_TOKEN", CANARY + "-token")))
            .build()) {
      assertThat(elsewhere.plan(stack()).starts().get(0).spec().labels().get(Labels.SPEC))
          .isNotEqualTo(here);
    }
  }

  @Test
  void allThatCannotBeReadIsToldAtOnceAndNothingIsChanged() throws IOException {
    secret(CANARY);
    viking.deploy(stack());
    InstanceId before = running("web").get(0).instance();
    Files.delete(folder.resolve("stack/secret"));
    Stack changed = stack("    OTHER: {env: NOT_SET}\n");

    SecretsUnavailableException refusal = refusal(() -> viking.deploy(changed));

    assertThat(refusal)
        .hasMessage(
            """
            %1$s/app.yml:4:22: variable 'PASSWORD' of job 'app/web' cannot be read from file '%1$s/secret': it does not exist.
              Fix: put the value into that file, on the machine where viking runs.
            %1$s/app.yml:6:18: variable 'OTHER' of job 'app/web' cannot be read from variable 'NOT_SET': it is not set.
              Fix: set it where viking runs, as in `export NOT_SET`."""
                .formatted(folder.resolve("stack")));
    assertThat(running("web")).extracting(ContainerSpec::instance).containsExactly(before);
    assertThat(viking.folder().stack(APP).orElseThrow()).isNotEqualTo(changed);
  }

  @Test
  void scalingWhereTheFileIsNotChangesNothing() throws IOException {
    Path file = secret(CANARY);
    viking.deploy(stack());
    Files.delete(file);

    SecretsUnavailableException refusal = refusal(() -> viking.scale(WEB, 3));

    assertThat(refusal).hasMessageContainingAll("'PASSWORD'", "'app/web'", "it does not exist");
    assertThat(running("web")).hasSize(1);
    assertThat(viking.folder().stack(APP).orElseThrow().jobs().values())
        .allSatisfy(job -> assertThat(job.scale()).isEqualTo(1));
  }

  @Test
  void whatIsScaledGetsTheSameValue() throws IOException {
    secret(CANARY);
    viking.deploy(stack());

    viking.scale(WEB, 3);

    assertThat(running("web"))
        .hasSize(3)
        .allSatisfy(web -> assertThat(web.environment()).containsEntry("PASSWORD", CANARY));
  }

  /** Whoever has an engine can write labels, and would read any file of the deployer's so. */
  @Test
  void aReferenceThatOnlyALabelTellsOfIsNotFollowed() throws IOException {
    secret(CANARY);
    viking.deploy(stack());
    try (Viking elsewhere = viking("elsewhere")) {
      SecretsUnavailableException refusal = refusal(() -> elsewhere.scale(WEB, 2));

      assertThat(refusal)
          .hasMessageContainingAll("known from a container's label only", "deploy 'app/web'");
    }
    assertThat(running("web")).hasSize(1);
  }

  @Test
  void removingNeedsNoSecret() throws IOException {
    Path file = secret(CANARY);
    viking.deploy(stack());
    Files.delete(file);

    viking.remove(APP);

    assertThat(viking.status().instances()).isEmpty();
  }

  @Test
  void aLinkCopiesASecretOfAnotherStackDeployedFromHereBefore() throws IOException {
    Path file = secret(CANARY);
    viking.deploy(stack());
    Job consumer =
        Job.builder()
            .from(Job.of("api", "any"))
            .addLinks(Link.builder().from(Link.parse("app/web:db")).addEnv("PASS*").build())
            .build();

    viking.deploy(Stack.of("other", consumer));

    ContainerSpec api = running("api").get(0);
    assertThat(api.environment())
        .containsEntry("DB_ENV_PASSWORD", CANARY)
        .doesNotContainKey("DB_ENV_API_TOKEN");
    assertThat(api + " " + api.labels()).doesNotContain("canary");
    Files.delete(file);
    assertThat(refusal(() -> viking.plan(Stack.of("other", consumer))))
        .hasMessageContainingAll(
            "variable 'PASSWORD' of job 'app/web'", "'other/api' copies it through its link.");
  }

  @Test
  void aRollbackBringsBackWhereAValueIsFoundAndReadsItAnew() throws IOException {
    secret(CANARY);
    viking.deploy(stack());
    viking.deploy(stack("  scale: 2\n"));
    secret(CANARY + "2");

    viking.rollback(APP);

    assertThat(running("web"))
        .singleElement()
        .satisfies(web -> assertThat(web.environment()).containsEntry("PASSWORD", CANARY + "2"));
  }

  @Test
  void anUpdateThatFailsIsPutBackWithItsSecrets() throws IOException {
    secret(CANARY);
    viking.deploy(stack());
    launcher.neverReachable(spec -> spec.environment().containsKey("BAD"));

    DeploymentException failure =
        catchThrowableOfType(
            DeploymentException.class, () -> viking.deploy(stack("    BAD: {file: ./secret}\n")));

    assertThat(failure).hasMessageNotContaining("canary");
    assertThat(running("web"))
        .singleElement()
        .satisfies(
            web ->
                assertThat(web.environment())
                    .containsEntry("PASSWORD", CANARY)
                    .doesNotContainKey("BAD"));
  }

  @Test
  void aProgramsOwnReaderIsAsked() throws IOException {
    try (Viking own =
        Viking.builder()
            .store(store)
            .launcher(launcher)
            .host(ONE)
            .deploymentFolder(folder.resolve("own"))
            .secrets(source -> "vault of " + source.name())
            .build()) {
      own.deploy(stack());
    }

    assertThat(running("web").get(0).environment())
        .containsEntry("API_TOKEN", "vault of API_TOKEN");
  }
}

package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RollbackTest {
  private static final Host ONE = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  private static final StackName APP = StackName.of("app");

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
    launcher.withImage(ONE, "myapp/web", ExposedPort.tcp(80));
    viking =
        Viking.builder()
            .store(store)
            .launcher(launcher)
            .host(ONE)
            .deploymentFolder(folder)
            .startTimeout(Duration.ofSeconds(1))
            .build();
  }

  @AfterEach
  void close() {
    agents.close();
    viking.close();
  }

  private static Job job(String name, String version) {
    return Job.builder()
        .name(JobName.of(name))
        .image("myapp/web")
        .putEnvironment("VERSION", version)
        .build();
  }

  /** {@code web 1} for each instance. */
  private List<String> running() {
    return viking.status().instances().stream()
        .map(status -> status.instance().id())
        .map(id -> id.service().job() + " " + launcher.spec(ONE, id).environment().get("VERSION"))
        .sorted()
        .toList();
  }

  @Test
  void deploysTheVersionBeforeAndWritesItsJobs() {
    viking.deploy(Stack.of("app", job("web", "1"), job("old", "1")));
    viking.deploy(Stack.of("app", job("web", "2"), job("new", "2")));

    viking.rollback(APP);

    assertThat(running()).containsExactly("old 1", "web 1");
    assertThat(viking.folder().stack(APP))
        .contains(Stack.of("app", job("web", "1"), job("old", "1")));
  }

  @Test
  void goesForthAgainWhenItIsDoneTwice() {
    viking.deploy(Stack.of("app", job("web", "1")));
    viking.deploy(Stack.of("app", job("web", "2")));

    viking.rollback(APP);
    viking.rollback(APP);

    assertThat(running()).containsExactly("web 2");
  }

  @Test
  void scalingIsAVersionToo() {
    viking.deploy(Stack.of("app", job("web", "1")));
    viking.scale(ServiceName.of("app", "web"), 3);

    viking.rollback(APP);

    assertThat(running()).hasSize(1);
  }

  @Test
  void aVersionThatFailedIsNoneToGoBackToButOneToGoBackFrom() {
    viking.deploy(Stack.of("app", job("web", "1")));
    viking.deploy(Stack.of("app", job("web", "2")));
    launcher.neverReachable(spec -> "3".equals(spec.environment().get("VERSION")));
    assertThatThrownBy(() -> viking.deploy(Stack.of("app", job("web", "3"))))
        .isInstanceOf(DeploymentException.class);

    Deployment back = viking.rollback(APP);

    assertThat(back.plan().isEmpty()).isTrue();
    assertThat(viking.folder().stack(APP)).contains(Stack.of("app", job("web", "2")));
    assertThat(running()).containsExactly("web 2");
  }

  @Test
  void whatWasDeployedFromTheFolderIsAVersionWithItsHandPlacedJobs() throws IOException {
    viking.deploy(Stack.of("app", job("web", "1")));
    Path extra = folder.resolve("app/extra.json");
    Files.writeString(extra, "{\"image\": \"myapp/web\", \"env\": {\"VERSION\": \"1\"}}");
    viking.deployFolder();
    Files.delete(extra);
    viking.deployFolder();

    viking.rollback(APP);

    assertThat(running()).containsExactly("extra 1", "web 1");
  }

  @Test
  void saysWhereItLookedWhenThereIsNoEarlierVersion() {
    viking.deploy(Stack.of("app", job("web", "1")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> viking.rollback(APP))
        .withMessageContainingAll("stack 'app' has no earlier version", folder.toString(), "Fix:");
    assertThat(running()).containsExactly("web 1");
  }
}

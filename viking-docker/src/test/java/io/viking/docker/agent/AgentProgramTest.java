package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.registrar.FakeEngine;
import io.viking.docker.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AgentProgramTest {
  private static final CompletableFuture<Void> STOPPED = CompletableFuture.completedFuture(null);

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir private Path home;
  private FakeEngine engine;

  @BeforeEach
  void startEngine() throws IOException {
    engine = new FakeEngine();
  }

  @AfterEach
  void stopEngine() {
    engine.close();
  }

  @Test
  void anAgentThatIsToldToStopIsDone() {
    assertThat(run(Map.of(), STOPPED)).isEqualTo(0);
  }

  @Test
  void anAccessLogIsOpenedAndClosedWithTheAgent() throws IOException {
    Path file = home.resolve("access.log");

    assertThat(run(Map.of(), STOPPED, "--access-log=" + file)).isEqualTo(0);

    assertThat(file).isEmptyFile();
  }

  @Test
  void theReadyFileIsThereWhileTheAgentIsReady() throws IOException {
    Path file = Files.createFile(home.resolve("ready"));
    CompletableFuture<Void> stop = new CompletableFuture<>();

    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> run(Map.of(), stop, "--ready-file=" + file));
    Await.until(DEADLINE, () -> file + " says so", () -> text(file).equals("ready\n"));
    stop.complete(null);

    assertThat(code).succeedsWithin(DEADLINE).isEqualTo(0);
    assertThat(file).doesNotExist();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aStopThatFailedIsAStop() {
    assertThat(run(Map.of(), CompletableFuture.failedFuture(new IOException("gone")))).isEqualTo(0);
  }

  @Test
  void anEngineThatIsNotThereIsNoFault() {
    engine.down();

    assertThat(run(Map.of(), STOPPED)).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "--ip",
        "--ip=localhost",
        "--etcd=10.0.0.1",
        "--links=closed",
        "--status=nowhere",
        "--max-connections=0",
        "--max-connections-per-service=-1",
        "--max-connections-per-source=all",
        "--access-log=/no/such/folder/access.log",
        "--ready-file=/proc/version",
        "--docker=nowhere",
        "--docker=ssh://10.0.0.1",
      })
  void aSettingThatCannotBeUsedIsBadUsage(String argument) {
    assertThat(run(Map.of(), STOPPED, argument)).isEqualTo(2);
  }

  @Test
  void certificatesThatAreMissingAreBadUsage() {
    Map<String, String> tls = Map.of("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", home.toString());

    assertThat(run(tls, STOPPED)).isEqualTo(2);
  }

  @Test
  void aFaultThatIsNoSettingsIsAFailure() {
    CompletableFuture<Void> broken =
        new CompletableFuture<>() {
          @Override
          public CompletableFuture<Void> toCompletableFuture() {
            throw new IllegalStateException("broken");
          }
        };

    assertThat(run(Map.of(), broken)).isEqualTo(1);
  }

  private int run(Map<String, String> more, CompletableFuture<?> stop, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOSTNAME", "node-1");
    environment.put("VIKING_HOME", home.toString());
    environment.put("VIKING_IP", "10.0.0.1");
    environment.put("VIKING_STATUS", "off");
    environment.put("DOCKER_HOST", engine.address());
    environment.putAll(more);
    return new AgentProgram(new DefinitionHealth()).run(environment, List.of(arguments), stop);
  }
}

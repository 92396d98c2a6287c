package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as processes of their own, for only those have an environment of their own. */
class EngineTlsTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.createDirectory(folder.resolve("certificates"));
    Files.writeString(
        folder.resolve("hosts.yml"),
        "- {name: node-1, engine: 'tcp://127.0.0.1:1', address: 127.0.0.1}\n");
    Files.writeString(folder.resolve("viking.yml"), "web:\n  image: myapp/web\n");
  }

  /** Nothing listens on port 1; but before it is asked, the certificates are missed. */
  @ParameterizedTest
  @ValueSource(strings = {"doctor", "ps", "bootstrap", "deploy app=viking.yml"})
  void everyCommandReachesEnginesAsTheEnvironmentOfDockerSays(String command) throws Exception {
    String output = run(List.of(command.split(" ")));

    assertThat(output)
        .contains("TLS was asked for, but ca.pem, cert.pem, key.pem cannot be read in certificates")
        .contains("or set DOCKER_CERT_PATH.")
        .doesNotContain("refused", "check that Docker runs");
  }

  private String run(List<String> arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                absoluteClassPath(),
                Main.class.getName()));
    command.addAll(arguments);
    command.addAll(List.of("--hosts", "hosts.yml", "--home", "home"));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("VIKING_"));
    builder.environment().put("DOCKER_TLS_VERIFY", "1");
    builder.environment().put("DOCKER_CERT_PATH", "certificates");
    Process process = builder.start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String absoluteClassPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(":", entries);
  }
}

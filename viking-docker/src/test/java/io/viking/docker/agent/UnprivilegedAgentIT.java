package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.Command;
import io.viking.docker.testing.JarredClassPath;
import io.viking.docker.testing.PrivateEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The agent as a user of its own, with the group that may talk to the engine, and two capabilities
 * or none: as the unit in docs/operations.md starts it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class UnprivilegedAgentIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int USER = 65_531;
  private static final int ENGINE_GROUP = 65_532;
  private static final int PORT = 12301;
  private static final String GATEWAY = "backends:172.17.0.1";
  private static final String LINK = "BACKEND_" + PORT + "=etcd://etcd/viking/network/plain_80";
  private static final String IMAGE = AgentHosts.IMAGE;

  private AgentHosts hosts;
  private PrivateEngine engine;
  private Path folder;
  private String classPath;

  @BeforeAll
  void startEngine() throws IOException {
    hosts = AgentHosts.start(1);
    engine = hosts.engine(1);
    Files.setPosixFilePermissions(engine.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path socket = Path.of(engine.address().substring("unix://".length()));
    Files.setAttribute(socket, "unix:gid", ENGINE_GROUP);
    folder = Files.createDirectory(engine.folder().resolve("own"));
    Files.setAttribute(folder, "unix:uid", USER);
    // Where that user can read it.
    classPath =
        JarredClassPath.copiedTo(Files.createDirectory(engine.folder().resolve("jars"))).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    String serving = "echo served > /tmp/index.html && exec httpd -f -p 80 -h /tmp";
    docker("run", "-d", "-p", "80", "-e", "SERVICE_80_NAME=plain_80", IMAGE, "sh", "-c", serving);
    docker("run", "-d", "--name", "web", "--add-host", GATEWAY, "-e", LINK, IMAGE);
  }

  private String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "-H", engine.address()));
    command.addAll(List.of(arguments));
    return Command.run(command);
  }

  @AfterAll
  void stopEngine() {
    if (hosts != null) {
      engine.close();
      hosts.close();
    }
  }

  @Test
  void withTwoCapabilitiesTheKernelLeadsItsConnections() throws Exception {
    AgentHost agent = start("kernel", "-all,+net_admin,+net_bind_service");
    try {
      awaitAnswer(agent);
      Await.until(
          DEADLINE,
          () -> agent.status() + agent.log(),
          () -> agent.status().contains("\"kernel.plain_80\"") && answers());

      assertThat(userOf(agent)).isEqualTo(USER);
    } finally {
      agent.terminateAgent();
    }
    assertThat(agent.inNetwork("nft", "list", "tables")).doesNotContain("viking");
  }

  @Test
  void withoutCapabilitiesTheRelayDoesAndTheStatusSaysWhatTheKernelPathLacks() throws Exception {
    AgentHost agent = start("relay", "-all");
    try {
      awaitAnswer(agent);

      assertThat(agent.status())
          .contains("\"inUse\":\"relay\"", "run as root or with CAP_NET_ADMIN");
      assertThat(userOf(agent)).isEqualTo(USER);
    } finally {
      agent.terminateAgent();
    }
  }

  private AgentHost start(String name, String capabilities) {
    List<String> program =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--groups=" + ENGINE_GROUP,
                "--inh-caps=" + capabilities,
                "--ambient-caps=" + capabilities,
                "--bounding-set=" + capabilities,
                "--no-new-privs",
                "env",
                "VIKING_HOME=" + folder.resolve(name)));
    program.addAll(AgentHost.programOf(classPath, "-Xmx64m", "-XX:TieredStopAtLevel=1"));
    return AgentHost.start(engine, hosts.etcd(1), program, List.of("--name=" + name));
  }

  private static int userOf(AgentHost agent) throws IOException {
    Path process = Path.of("/proc", Long.toString(agent.process().pid()));
    return (int) Files.getAttribute(process, "unix:uid");
  }

  private void awaitAnswer(AgentHost agent) {
    Await.until(DEADLINE, () -> agent.status() + agent.log(), this::answers);
  }

  private boolean answers() {
    try {
      return docker("exec", "web", "wget", "-q", "-O", "-", "http://backends:" + PORT)
          .trim()
          .equals("served");
    } catch (IllegalStateException e) {
      return false;
    }
  }
}

package io.viking.docker.bootstrap;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Stands in for the agent in a container: says where it is, in its state folder, and stays. */
public final class SilentAgent {
  private SilentAgent() {}

  /** The entry point. */
  public static void main(String[] arguments) throws Exception {
    String engine = System.getenv("DOCKER_HOST");
    boolean socket = Files.exists(Path.of(engine.replace("unix://", "")));
    String resolved = InetAddress.getByName("localhost").getHostAddress();
    Files.writeString(
        Path.of(System.getenv("VIKING_HOME"), "agent.txt"),
        System.getenv("HOSTNAME")
            + " "
            + System.getenv("VIKING_IP")
            + " "
            + socket
            + " "
            + resolved);
    Files.writeString(Path.of(System.getenv("VIKING_READY_FILE")), "ready\n");
    new CountDownLatch(1).await();
  }
}

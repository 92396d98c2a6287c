package io.viking.docker.agent;

import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An agent that has neither engine nor store, passes one connection on by a table that was made up,
 * and ends: what it loads, every agent loads. {@link AgentArchive} runs it.
 */
public final class AgentRehearsal {
  private static final String HOST = "archive";
  private static final int PORT = 29_999;
  private static final int STATUS_PORT = 29_998;
  private static final String NOBODY = "127.0.0.1:1";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private AgentRehearsal() {}

  /**
   * Runs it.
   *
   * @param arguments a folder, which is used as its state folder
   */
  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[0]);
    Path folder = AgentOptions.hostFolder(home, HOST);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(LinkTableFile.NAME),
        String.join(
            "\n",
            "# viking agent-links 1",
            "address 127.0.0.1",
            "listener " + PORT + " archive",
            "revision 0",
            "endpoint archive one " + NOBODY,
            "permission 127.0.0.1 " + PORT,
            "end",
            ""));
    Thread audience = new Thread(AgentRehearsal::watchAndEnd, "viking-audience");
    audience.setDaemon(true);
    audience.start();
    AgentMain.main(
        new String[] {
          "--name=" + HOST,
          "--home=" + home,
          "--docker=unix://" + home.resolve("none"),
          "--etcd=" + NOBODY,
          "--ip=10.0.0.1",
          "--data-path=relay",
          "--status=127.0.0.1:" + STATUS_PORT
        });
  }

  private static void watchAndEnd() {
    try {
      askStore();
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!wasPassedOn() && System.nanoTime() - deadline < 0) {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      System.exit(0);
    }
  }

  private static void askStore() {
    EtcdOptions options =
        EtcdOptions.builder().addEndpoints(NOBODY).deadline(Duration.ofSeconds(1)).build();
    try (ClusterStore store = ClusterStore.etcd(options)) {
      List<?> unused = store.hosts().hosts();
    } catch (StoreUnavailableException e) {
      // As was to be expected; all that asks was loaded.
    }
  }

  /** Whether the agent listens, and has ended the connection after it had tried the endpoint. */
  private static boolean wasPassedOn() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
      socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
      try {
        return socket.getInputStream().read() < 0;
      } catch (IOException reset) {
        return true;
      }
    } catch (IOException e) {
      return false;
    }
  }
}

package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TcpAcceptorTest {
  @Test
  void pausesForASecondWhenAcceptingFails() {
    Core core = new Core(AmbassadorOptions.of(Lab.LOOPBACK), (delay, task) -> {}, () -> 0);
    EmbeddedChannel listener =
        new EmbeddedChannel(
            new TcpAcceptor(
                new EmbeddedChannel().eventLoop(),
                core,
                client -> {
                  throw new AssertionError("nobody connects");
                }));
    listener.freezeTime();

    listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    assertThat(listener.config().isAutoRead()).isFalse();

    listener.advanceTimeBy(999, TimeUnit.MILLISECONDS);
    listener.runScheduledPendingTasks();
    assertThat(listener.config().isAutoRead()).isFalse();
    listener.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    listener.runScheduledPendingTasks();
    assertThat(listener.config().isAutoRead()).isTrue();
    assertThat(Lab.report(core).localFailures()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(RelayPath.class)
  void servesAgainAfterItsProcessHadNoFileDescriptorLeft(RelayPath path) throws Exception {
    try (TcpServer server = TcpServer.echo();
        SmallProcess process = SmallProcess.start(path, server, "9999")) {
      List<Socket> clients = process.crowd(300);
      Await.until("no file descriptor is left", () -> process.localFailures() > 0);
      for (Socket client : clients) {
        client.close();
      }

      Await.until("it serves again", () -> echoes(process.port));
    }
  }

  @ParameterizedTest
  @EnumSource(RelayPath.class)
  void refusesWhatItWouldHaveNoFileDescriptorsForAndServesAgain(RelayPath path) throws Exception {
    try (TcpServer server = TcpServer.echo();
        SmallProcess process = SmallProcess.start(path, server)) {
      for (int round = 0; round < 3; round++) {
        long before = process.tooMany();
        List<Socket> clients = process.crowd(300);
        Await.until("some are refused", () -> process.tooMany() > before + 100);
        // They are all of one source, and another one has room.
        assertThat(echoes(process.port, "127.0.0.2")).isTrue();
        for (Socket client : clients) {
          client.close();
        }
        Await.until("it serves again", () -> echoes(process.port));
      }

      // Closing is not done at once by NIO: a few too many may be there at the same time.
      assertThat(process.localFailures()).isLessThanOrEqualTo(path == RelayPath.NIO ? 9 : 0);
    }
  }

  private static boolean echoes(int port) {
    return echoes(port, "127.0.0.1");
  }

  private static boolean echoes(int port, String source) {
    try (Socket client = new Socket(Lab.LOOPBACK, port, InetAddress.getByName(source), 0)) {
      client.setSoTimeout(20_000);
      client.getOutputStream().write(7);
      return client.getInputStream().read() == 7;
    } catch (IOException e) {
      return false;
    }
  }

  /** A process of its own, with an ambassador and few file descriptors. */
  private static final class SmallProcess implements AutoCloseable {
    private final Process process;
    private final OutputStream questions;
    private final BufferedReader answers;
    private final int port;

    private SmallProcess(Process process) throws IOException {
      this.process = process;
      this.questions = process.getOutputStream();
      this.answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      this.port = Integer.parseInt(answer());
    }

    static SmallProcess start(RelayPath path, TcpServer server, String... most) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "sh",
                  "-c",
                  "ulimit -n 240 && exec \"$0\" \"$@\"",
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SmallAmbassador.class.getName(),
                  path.name(),
                  String.valueOf(server.address().port())));
      command.addAll(List.of(most));
      ProcessBuilder builder = new ProcessBuilder(command);
      return new SmallProcess(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    /** So many clients at once, of which some may be reset before they know that they are in. */
    List<Socket> crowd(int clients) {
      List<Socket> crowd = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        try {
          crowd.add(new Socket(Lab.LOOPBACK, port));
        } catch (IOException e) {
          // Refused already.
        }
      }
      return crowd;
    }

    long localFailures() {
      return ask(0);
    }

    long tooMany() {
      return ask(1);
    }

    private long ask(int which) {
      try {
        questions.write('\n');
        questions.flush();
        return Long.parseLong(List.of(answer().split(" ", -1)).get(which));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The next line that answers. */
    private String answer() throws IOException {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(SmallAmbassador.MARK)) {
          return line.substring(SmallAmbassador.MARK.length());
        }
      }
      throw new IOException("the process with few file descriptors has died");
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }
}

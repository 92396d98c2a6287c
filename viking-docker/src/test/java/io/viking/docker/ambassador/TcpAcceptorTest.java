package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    assertThat(core.traffic().report().held(0).build().localFailures()).isEqualTo(1);
  }

  @Test
  void servesAgainAfterItsProcessHadNoFileDescriptorLeft() throws Exception {
    try (TcpServer server = TcpServer.echo();
        SmallProcess process = SmallProcess.start(server)) {
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        clients.add(new Socket(Lab.LOOPBACK, process.port));
      }
      Await.until("no file descriptor is left", () -> process.localFailures() > 0);
      for (Socket client : clients) {
        client.close();
      }

      Await.until("it serves again", () -> echoes(process.port));
    }
  }

  private static boolean echoes(int port) {
    try (Socket client = new Socket(Lab.LOOPBACK, port)) {
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

    static SmallProcess start(TcpServer server) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              "sh",
              "-c",
              "ulimit -n 120 && exec \"$0\" \"$@\"",
              System.getProperty("java.home") + "/bin/java",
              "-cp",
              System.getProperty("java.class.path"),
              SmallAmbassador.class.getName(),
              String.valueOf(server.address().port()));
      return new SmallProcess(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    long localFailures() {
      try {
        questions.write('\n');
        questions.flush();
        return Long.parseLong(answer());
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

package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(RelayPath.class)
class ClosingTest {
  private final RelayPath path;

  ClosingTest(RelayPath path) {
    this.path = path;
  }

  @Test
  void endsItsThreadsAndResetsItsConnectionsWhenClosed() throws IOException {
    try (Lab lab = Lab.start(path, options -> options.eventLoops(3))) {
      lab.endpoints("echo", lab.keep(TcpServer.echo()).address());
      Socket client = lab.connect(lab.listen("echo"));
      client.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);
      assertThat(threads()).isPositive();

      lab.ambassador().close();
      lab.ambassador().close();

      Await.until("its threads have ended", () -> threads() == 0);
      AdmissionTest.assertRefused(client);
      assertThat(lab.status().active()).isZero();
    }
  }

  @Test
  void letsNoEndpointTakeItsEndForTheEndOfWhatAClientSent() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (Lab lab = Lab.start(path)) {
      TcpServer server =
          TcpServer.talking(
              socket -> {
                socket.getOutputStream().write(socket.getInputStream().read());
                try {
                  seen.complete("read " + socket.getInputStream().read());
                } catch (IOException e) {
                  seen.complete(String.valueOf(e.getMessage()));
                }
              });
      lab.endpoints("sink", lab.keep(server).address());
      Socket client = lab.connect(lab.listen("sink"));
      client.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);

      lab.ambassador().close();

      assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("Connection reset");
    }
  }

  @Test
  void closesWhileConnectionsWaitToBeDecided() throws IOException {
    try (Lab lab =
        Lab.start(
            path,
            options ->
                options
                    .links(Links.ENFORCED)
                    .holdTime(Duration.ofMinutes(5))
                    .lookup(CompletableFuture::new))) {
      Socket client = lab.connect(lab.listen("web"));
      Await.until("it waits", () -> lab.status().held() == 1);

      lab.ambassador().close();

      AdmissionTest.assertRefused(client);
      Await.until("its threads have ended", () -> threads() == 0);
    }
  }

  /** Of the ambassador; surefire runs the tests of this module one after the other. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("viking-ambassador"))
        .count();
  }

  @Test
  void drainsBeforeItClosesIfAsked() throws Exception {
    try (Lab lab = Lab.start(path, options -> options.drainTime(Duration.ofMinutes(5)))) {
      lab.endpoints("echo", lab.keep(TcpServer.echo()).address());
      int port = lab.listen("echo");
      Socket client = lab.connect(port);
      client.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);

      CompletableFuture<Void> drained = lab.ambassador().drain().toCompletableFuture();

      assertThatThrownBy(() -> lab.connect(port)).isInstanceOf(ConnectException.class);
      client.getOutputStream().write(2);
      assertThat(client.getInputStream().read()).isEqualTo(2);
      assertThat(drained).isNotDone();

      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      drained.get(20, TimeUnit.SECONDS);
      assertThat(lab.ambassador().listeners(Map.of(PortKey.tcp(port), "echo"))).isEmpty();
      assertThat(lab.status().listeners()).isEmpty();
    }
  }

  @Test
  void drainsNoLongerThanTheDrainTime() throws Exception {
    try (Lab lab = Lab.start(path, options -> options.drainTime(Duration.ofMillis(100)))) {
      lab.endpoints("echo", lab.keep(TcpServer.echo()).address());
      Socket client = lab.connect(lab.listen("echo"));
      client.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);

      lab.ambassador().drain().toCompletableFuture().get(20, TimeUnit.SECONDS);

      assertThat(lab.status().active()).isEqualTo(1);
    }
  }

  @Test
  void completesADrainThatIsCutShortByClosing() throws Exception {
    try (Lab lab = Lab.start(path, options -> options.drainTime(Duration.ofMinutes(5)))) {
      lab.endpoints("echo", lab.keep(TcpServer.echo()).address());
      Socket client = lab.connect(lab.listen("echo"));
      client.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);
      CompletableFuture<Void> drained = lab.ambassador().drain().toCompletableFuture();

      lab.ambassador().close();

      assertThat(drained).isCompleted();
    }
  }
}

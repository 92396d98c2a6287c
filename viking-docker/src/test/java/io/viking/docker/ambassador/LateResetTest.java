package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What epoll tells and Java's selectors do not. */
@Timeout(60)
@ParameterizedClass
@EnumSource(value = RelayPath.class, mode = EnumSource.Mode.EXCLUDE, names = "NIO")
class LateResetTest {
  private final CompletableFuture<Void> decision = new CompletableFuture<>();
  private final CompletableFuture<Throwable> seen = new CompletableFuture<>();
  private final CompletableFuture<Void> isOver = new CompletableFuture<>();
  private final Lab lab;

  LateResetTest(RelayPath path) throws IOException {
    lab =
        Lab.start(
            path,
            options ->
                options
                    .links(Links.ENFORCED)
                    .holdTime(Duration.ofSeconds(30))
                    .lookup(() -> decision));
    lab.endpoints("silent", lab.keep(TcpServer.talking(this::silence)).address());
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private void silence(Socket socket) throws IOException {
    socket.getInputStream().readAllBytes();
    isOver.join();
    try {
      socket.getOutputStream().write(1);
      seen.complete(new AssertionError("still connected"));
    } catch (IOException e) {
      seen.complete(e);
    }
  }

  private void letIn(int port) {
    lab.ambassador().permissions(Map.of(InetAddress.getLoopbackAddress(), Set.of(port)));
    decision.complete(null);
  }

  private static void reset(Socket client) throws IOException {
    client.setOption(StandardSocketOptions.SO_LINGER, 0);
    client.close();
  }

  private void assertOver() throws Exception {
    Await.until("the connection is over", () -> lab.status().active() == 0);
    isOver.complete(null);
    assertThat(seen.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
  }

  @Test
  void endsAConnectionWhoseClientResetsAfterItsEndThoughTheEndpointIsSilent() throws Exception {
    int port = lab.listen("silent");
    letIn(port);
    Socket client = lab.connect(port);
    client.getOutputStream().write(1);
    client.shutdownOutput();
    Await.until("a byte has arrived", () -> lab.status().bytesFromClients() == 1);

    reset(client);

    assertOver();
  }

  @Test
  void endsItWhenBothCameBeforeItsEndWasRead() throws Exception {
    int port = lab.listen("silent");
    Socket client = lab.connect(port);
    Await.until("it waits", () -> lab.status().held() == 1);
    client.getOutputStream().write(1);
    client.shutdownOutput();
    reset(client);

    letIn(port);

    Await.until("its byte has been read", () -> lab.status().bytesFromClients() == 1);
    assertOver();
  }
}

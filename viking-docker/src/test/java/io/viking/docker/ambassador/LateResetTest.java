package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What epoll tells and Java's selectors do not. */
@Timeout(60)
@ParameterizedClass
@EnumSource(value = RelayPath.class, mode = EnumSource.Mode.EXCLUDE, names = "NIO")
class LateResetTest {
  private final RelayPath path;

  LateResetTest(RelayPath path) {
    this.path = path;
  }

  @Test
  void endsAConnectionWhoseClientResetsAfterItsEndThoughTheEndpointIsSilent() throws Exception {
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    CompletableFuture<Void> isOver = new CompletableFuture<>();
    TcpServer.Conversation silence =
        socket -> {
          socket.getInputStream().readAllBytes();
          isOver.join();
          try {
            socket.getOutputStream().write(1);
            seen.complete(new AssertionError("still connected"));
          } catch (IOException e) {
            seen.complete(e);
          }
        };
    try (Lab lab = Lab.start(path)) {
      TcpServer server = lab.keep(TcpServer.talking(silence));
      lab.endpoints("silent", server.address());
      Socket client = lab.connect(lab.listen("silent"));
      client.getOutputStream().write(1);
      client.shutdownOutput();
      Await.until("the end has arrived", () -> lab.status().bytesFromClients() == 1);

      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      client.close();

      Await.until("the connection is over", () -> lab.status().active() == 0);
      isOver.complete(null);
      assertThat(seen.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
    }
  }
}

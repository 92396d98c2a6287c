package io.viking.docker.ambassador;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends before it is let in must reach the endpoint that accepts, whole and once. */
@Timeout(60)
@ParameterizedClass
@EnumSource(RelayPath.class)
class FirstBytesTest {
  private final CompletableFuture<Void> decision = new CompletableFuture<>();
  private final Lab lab;
  private int port;

  FirstBytesTest(RelayPath path) {
    lab =
        Lab.start(
            path,
            options ->
                options
                    .links(Links.ENFORCED)
                    .holdTime(Duration.ofSeconds(30))
                    .connectTimeout(Duration.ofMillis(200))
                    .lookup(() -> decision));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  /** A client that waits to be let in. */
  private Socket client() throws IOException {
    port = lab.listen("web");
    Socket client = lab.connect(port);
    Await.until("it waits", () -> lab.status().held() == 1);
    return client;
  }

  private void letIn() {
    lab.ambassador().permissions(Map.of(InetAddress.getLoopbackAddress(), Set.of(port)));
    decision.complete(null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 4097, 100_000})
  void reachTheEndpointWhole(int length) throws IOException {
    TcpServer server = lab.keep(TcpServer.echo());
    lab.endpoints("web", server.address());
    String sent = noise(length);
    Socket client = client();

    client.getOutputStream().write(sent.getBytes(UTF_8));
    client.shutdownOutput();
    letIn();

    assertThat(Lab.readAll(client)).isEqualTo(sent);
    assertThat(lab.status().bytesFromClients()).isEqualTo(length);
    assertThat(lab.ambassador().traffic())
        .singleElement()
        .satisfies(
            traffic ->
                assertThat(traffic.endpoints().values())
                    .extracting(TrafficCounts::bytesFromClients)
                    .containsExactly((long) length));
  }

  @Test
  void goToTheNextEndpointWhenOneRefuses() throws IOException {
    HostAndPort alive = lab.keep(TcpServer.echo()).address();
    lab.endpoints("web", Lab.deadEndpoint(), Lab.deadEndpoint(), Lab.deadEndpoint(), alive);
    Socket client = client();

    client.getOutputStream().write("hello".getBytes(UTF_8));
    client.shutdownOutput();
    letIn();

    assertThat(Lab.readAll(client)).isEqualTo("hello");
    assertThat(lab.status().bytesFromClients()).isEqualTo(5);
  }

  @Test
  void goToTheNextEndpointWhenOneDoesNotAnswer() throws IOException {
    try (BlackHole hole = new BlackHole();
        BlackHole another = new BlackHole()) {
      lab.endpoints("web", hole.address(), another.address(), lab.keep(TcpServer.echo()).address());
      Socket client = client();

      client.getOutputStream().write("hello".getBytes(UTF_8));
      letIn();

      assertThat(client.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes(UTF_8));
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(lab.status().bytesFromClients()).isEqualTo(5);
    }
  }

  @Test
  void mayBeNoneAndTheEndpointSpeaksFirst() throws IOException {
    lab.endpoints("web", lab.keep(TcpServer.saying("welcome")).address());
    Socket client = client();

    letIn();

    assertThat(Lab.readAll(client)).isEqualTo("welcome");
  }

  @Test
  void areForgottenWithAClientThatHasGone() throws IOException {
    lab.endpoints("web", lab.keep(TcpServer.echo()).address());
    Socket client = client();

    client.getOutputStream().write(1);
    client.setOption(StandardSocketOptions.SO_LINGER, 0);
    client.close();
    letIn();

    Await.until("the connection is over", () -> lab.status().active() == 0);
    assertThat(lab.status().accepted()).isEqualTo(1);
  }

  private static String noise(int length) {
    return new Random(length)
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

package io.viking.docker.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.viking.model.Health;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketProbeIoTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Timer timer = new ThreadTimer("test-timer");
  private final SocketProbeIo io = new SocketProbeIo("test-probes", timer);

  @AfterEach
  void close() {
    io.close();
    timer.close();
  }

  @Test
  void passesWhereAConnectionIsAccepted() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      String failure = probe(server.getLocalPort(), Health.tcp());

      assertThat(failure).isEmpty();
    }
  }

  @Test
  void failsWhereNobodyListens() throws Exception {
    int free;
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      free = server.getLocalPort();
    }

    String failure = probe(free, Health.tcp());

    assertThat(failure).containsIgnoringCase("refused");
  }

  @ParameterizedTest
  @CsvSource({"200,''", "204,''", "302,''", "404,HTTP status 404", "503,HTTP status 503"})
  void judgesAnHttpServiceByItsStatus(int status, String expected) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.createContext(
        "/ready",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      String failure = probe(server.getAddress().getPort(), Health.http("/ready"));

      assertThat(failure).isEqualTo(expected);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void failsAfterItsTimeOutWhereAnHttpServiceAcceptsAndIsSilent() throws Exception {
    Health health = Health.builder().from(Health.http("/")).timeout(Duration.ofMillis(50)).build();
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      String failure = probe(server.getLocalPort(), health);

      assertThat(failure).isEqualTo("no answer within 50 ms");
    }
  }

  private String probe(int port, Health health) throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    HostAndPort target = new HostAndPort(LOOPBACK.getHostAddress(), port);
    io.probe(new ProbeSpec("run", target, health), result::complete);
    return result.get(10, TimeUnit.SECONDS);
  }
}

package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(RelayPath.class)
class FailoverTest {
  private final RelayPath path;

  FailoverTest(RelayPath path) {
    this.path = path;
  }

  @Test
  void triesTheNextEndpointWhenOneRefuses() throws IOException {
    try (Lab lab = Lab.start(path)) {
      HostAndPort alive = lab.keep(TcpServer.saying("alive")).address();
      lab.endpoints("web", Lab.deadEndpoint(), Lab.deadEndpoint(), alive, Lab.deadEndpoint());
      int port = lab.listen("web");

      for (int i = 0; i < 20; i++) {
        assertThat(lab.ask(port)).isEqualTo("alive");
      }
      assertThat(lab.status().refused()).allSatisfy((why, count) -> assertThat(count).isZero());
      // Each dead one was met at most once: then it was set aside.
      assertThat(lab.status().failures().getOrDefault("web", 0L)).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void triesTheNextEndpointWhenOneDoesNotAnswer() throws IOException {
    try (Lab lab = Lab.start(path, options -> options.connectTimeout(Duration.ofMillis(100)));
        BlackHole hole = new BlackHole()) {
      lab.endpoints("web", hole.address(), lab.keep(TcpServer.saying("alive")).address());
      int port = lab.listen("web");

      for (int i = 0; i < 10; i++) {
        assertThat(lab.ask(port)).isEqualTo("alive");
      }
    }
  }

  @Test
  void anEndpointThatDoesNotAnswerHoldsUpOneClientOnlyWhenItsPauseIsOver() throws Exception {
    try (Lab lab = Lab.start(path, options -> options.connectTimeout(Duration.ofMillis(300)));
        BlackHole hole = new BlackHole()) {
      lab.endpoints("web", hole.address(), lab.keep(TcpServer.saying("alive")).address());
      int port = lab.listen("web");
      Await.until("it was met", () -> asks(lab, port) && failures(lab) == 1);

      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Thread client = new Thread(() -> Await.until("its trial", () -> trial(lab, port)));
        client.start();
        clients.add(client);
      }
      for (Thread client : clients) {
        client.join();
      }

      assertThat(failures(lab)).isEqualTo(2);
    }
  }

  private static boolean trial(Lab lab, int port) {
    return failures(lab) > 1 || (asks(lab, port) && failures(lab) > 1);
  }

  private static boolean asks(Lab lab, int port) {
    try {
      return lab.ask(port).equals("alive");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long failures(Lab lab) {
    return lab.status().failures().getOrDefault("web", 0L);
  }

  @Test
  void givesUpWhenTheTimeForTryingIsOver() throws IOException {
    try (Lab lab =
            Lab.start(
                path,
                options ->
                    options
                        .connectTimeout(Duration.ofMinutes(5))
                        .connectBudget(Duration.ofMillis(200)));
        BlackHole hole = new BlackHole()) {
      lab.endpoints("web", hole.address());

      AdmissionTest.assertRefused(() -> lab.connect(lab.listen("web")));

      assertThat(lab.status().refused()).containsEntry(Refusal.UNREACHABLE, 1L);
      assertThat(lab.status().failures()).containsEntry("web", 1L);
    }
  }

  @Test
  void refusesAtOnceWhenEveryEndpointRefuses() throws IOException {
    try (Lab lab = Lab.start(path)) {
      lab.endpoints("web", Lab.deadEndpoint(), Lab.deadEndpoint());
      int port = lab.listen("web");

      AdmissionTest.assertRefused(() -> lab.connect(port));
      // Also those that are set aside are tried when there is nothing else.
      AdmissionTest.assertRefused(() -> lab.connect(port));

      assertThat(lab.status().refused()).containsEntry(Refusal.UNREACHABLE, 2L);
      assertThat(lab.status().failures()).containsEntry("web", 4L);
    }
  }

  @Test
  void refusesAtOnceWithoutEndpoint() throws IOException {
    try (Lab lab = Lab.start(path)) {
      AdmissionTest.assertRefused(() -> lab.connect(lab.listen("web")));

      assertThat(lab.status().refused()).containsEntry(Refusal.NO_ENDPOINT, 1L);
    }
  }

  @Test
  void servesAServiceAgainAsSoonAsItHasAnEndpoint() throws IOException {
    try (Lab lab = Lab.start(path)) {
      int port = lab.listen("web");
      lab.endpoints("web", Lab.deadEndpoint());
      AdmissionTest.assertRefused(() -> lab.connect(port));

      lab.endpoints("web", lab.keep(TcpServer.saying("back")).address());

      assertThat(lab.ask(port)).isEqualTo("back");
    }
  }

  @Test
  void connectsToAnEndpointThatIsRegisteredByName() throws IOException {
    try (Lab lab = Lab.start(path)) {
      int real = lab.keep(TcpServer.saying("named")).address().port();
      lab.endpoints("web", new HostAndPort("localhost", real));

      assertThat(lab.ask(lab.listen("web"))).isEqualTo("named");
    }
  }

  @Test
  void isNotHarmedByAnEndpointWhoseNameNobodyKnows() throws IOException {
    try (Lab lab = Lab.start(path)) {
      lab.endpoints(
          "web",
          new HostAndPort("no-such-host.invalid", 80),
          lab.keep(TcpServer.saying("alive")).address());
      int port = lab.listen("web");

      assertThat(lab.ask(port)).isEqualTo("alive");
      assertThat(lab.ask(port)).isEqualTo("alive");
    }
  }

  @Test
  void givesTheNextConnectionToTheEndpointWithTheFewest() throws IOException {
    try (Lab lab = Lab.start(path)) {
      List<TcpServer> servers =
          IntStream.range(0, 3).mapToObj(i -> lab.keep(TcpServer.echo())).toList();
      lab.endpoints("web", servers.stream().map(TcpServer::address).toArray(HostAndPort[]::new));
      int port = lab.listen("web");

      for (int i = 0; i < 9; i++) {
        Socket client = lab.connect(port);
        client.getOutputStream().write(i);
        assertThat(client.getInputStream().read()).isEqualTo(i);
      }

      assertThat(servers).extracting(TcpServer::live).containsExactly(3, 3, 3);
    }
  }
}

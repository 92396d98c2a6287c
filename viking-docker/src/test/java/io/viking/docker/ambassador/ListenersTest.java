package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.Protocol;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(RelayPath.class)
class ListenersTest {
  private final Lab lab;

  ListenersTest(RelayPath path) {
    lab = Lab.start(path, options -> options.bindRetry(Duration.ofMillis(20)));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void listensBeforeTheCallReturnsAndNoMoreAfterThePortIsGone() throws IOException {
    lab.endpoints("web", lab.keep(TcpServer.saying("web")).address());
    int port = lab.listen("web");
    assertThat(lab.ask(port)).isEqualTo("web");

    lab.unlisten(PortKey.tcp(port));

    assertThatThrownBy(() -> lab.connect(port)).isInstanceOf(ConnectException.class);
    assertThat(lab.status().listeners()).isEmpty();
  }

  @Test
  void leadsNewConnectionsToTheOtherServiceWhenTheNameOfAPortChanges() throws IOException {
    lab.endpoints("blue", lab.keep(TcpServer.echo()).address());
    lab.endpoints("green", lab.keep(TcpServer.saying("green")).address());
    int port = lab.listen("blue");
    Socket old = lab.connect(port);
    assertEchoes(old);

    lab.listen(PortKey.tcp(port), "green");

    assertThat(lab.ask(port)).isEqualTo("green");
    assertEchoes(old);
  }

  @Test
  void leavesLiveConnectionsAloneWhenListenersAndEndpointsComeAndGo() throws IOException {
    lab.endpoints("echo", lab.keep(TcpServer.echo()).address());
    int port = lab.listen("echo");
    Socket client = lab.connect(port);
    assertEchoes(client);

    for (int i = 0; i < 20; i++) {
      int churning = lab.listen("other" + i);
      lab.endpoints("other" + i, Lab.deadEndpoint());
      assertEchoes(client);
      lab.unlisten(PortKey.tcp(churning));
      assertEchoes(client);
    }
    lab.endpoints("echo");
    assertEchoes(client);
    lab.unlisten(PortKey.tcp(port));

    assertEchoes(client);
  }

  @Test
  void reportsAPortThatIsTakenOpensTheOthersAndTriesAgain() throws IOException {
    lab.endpoints("web", lab.keep(TcpServer.saying("web")).address());
    int free = Lab.freeTcpPort(Lab.LOOPBACK);
    Map<PortKey, String> problems;
    PortKey taken;
    try (ServerSocket occupant = new ServerSocket(0, 1, Lab.LOOPBACK)) {
      taken = PortKey.tcp(occupant.getLocalPort());

      problems = lab.ambassador().listeners(Map.of(taken, "web", PortKey.tcp(free), "web"));

      assertThat(problems).containsOnlyKeys(taken);
      assertThat(problems.get(taken))
          .contains("port " + taken + " cannot be opened on 127.0.0.1", "in use", "Fix: ");
      assertThat(problem(taken)).isEqualTo(problems.get(taken));
      assertThat(lab.ask(free)).isEqualTo("web");
    }
    PortKey released = taken;
    Await.until("the port is open", () -> problem(released).isEmpty());
    assertThat(lab.ask(taken.port())).isEqualTo("web");
  }

  private String problem(PortKey port) {
    return lab.status().listeners().stream()
        .filter(listener -> listener.port().equals(port))
        .findFirst()
        .orElseThrow()
        .problem()
        .orElse("");
  }

  @Test
  void reportsAProtocolThatCannotBeRelayed() {
    PortKey sctp = new PortKey(1432, Protocol.SCTP);

    assertThat(lab.ambassador().listeners(Map.of(sctp, "sigtran")).get(sctp))
        .contains("SCTP is not relayed");
  }

  @Test
  void listensOnAThousandPortsAndClosesThemAgain() throws IOException {
    lab.endpoints("web", lab.keep(TcpServer.saying("web")).address());
    Map<PortKey, String> many = new HashMap<>();
    for (int port = 20_000; many.size() < 1_000; port++) {
      many.put(PortKey.tcp(port), "web");
    }

    Map<PortKey, String> problems = lab.ambassador().listeners(many);

    // Others on this machine may have some of them.
    assertThat(problems.size()).isLessThan(100);
    for (PortKey port : many.keySet()) {
      if (port.port() % 50 == 0 && !problems.containsKey(port)) {
        assertThat(lab.ask(port.port())).isEqualTo("web");
      }
    }

    lab.ambassador().listeners(Map.of());
    assertThat(lab.status().listeners()).isEmpty();
  }

  @Test
  void takesChangesFromSeveralThreadsWhileClientsConnect() throws Exception {
    lab.endpoints("web", lab.keep(TcpServer.saying("web")).address());
    int port = lab.listen("web");
    PortKey steady = PortKey.tcp(port);
    int other = Lab.freeTcpPort(Lab.LOOPBACK);

    CompletableFuture<Void> churn =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 100; i++) {
                lab.ambassador().listeners(Map.of(steady, "web", PortKey.tcp(other), "web" + i));
                lab.ambassador().permissions(Map.of());
                lab.ambassador().listeners(Map.of(steady, "web"));
              }
            });
    for (int i = 0; i < 100; i++) {
      assertThat(lab.ask(port)).isEqualTo("web");
    }

    churn.get(30, TimeUnit.SECONDS);
    assertThat(lab.ask(port)).isEqualTo("web");
  }

  @Test
  void refusesToListenAfterItWasClosed() {
    lab.ambassador().close();

    assertThatIllegalStateException().isThrownBy(() -> lab.ambassador().listeners(Map.of()));
  }

  private static void assertEchoes(Socket client) throws IOException {
    client.getOutputStream().write(7);
    assertThat(client.getInputStream().read()).isEqualTo(7);
  }
}

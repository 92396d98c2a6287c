package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What each connection is reported and counted as. */
@Timeout(60)
@ParameterizedClass
@EnumSource(RelayPath.class)
class ReportsTest {
  private final RelayPath path;
  private final Queue<ConnectionReport> reports = new ConcurrentLinkedQueue<>();
  private final Queue<String> connected = new ConcurrentLinkedQueue<>();

  ReportsTest(RelayPath path) {
    this.path = path;
  }

  @Test
  void reportsAConnectionThatWasComplete() throws IOException {
    try (Lab lab = lab()) {
      HostAndPort endpoint = lab.keep(TcpServer.echo()).address();
      lab.endpoints("web", endpoint);
      int port = lab.listen("web");

      try (Socket client = lab.connect(port)) {
        client.getOutputStream().write(new byte[3]);
        client.shutdownOutput();
        assertThat(client.getInputStream().readAllBytes()).hasSize(3);
      }

      ConnectionReport report = onlyReport();
      assertThat(report.ending()).isEqualTo(Ending.COMPLETE);
      assertThat(report.source().getAddress()).isEqualTo(Lab.LOOPBACK);
      assertThat(report.port()).isEqualTo(PortKey.tcp(port));
      assertThat(report.service()).contains("web");
      assertThat(report.endpoint()).contains(endpoint.toString());
      assertThat(report.tries()).isEqualTo(1);
      assertThat(report.bytesFromClient()).isEqualTo(3);
      assertThat(report.bytesFromEndpoint()).isEqualTo(3);
      assertThat(report.connectTime())
          .hasValueSatisfying(time -> assertThat(time).isLessThanOrEqualTo(report.duration()));
      assertThat(report.refusal()).isEmpty();
      assertThat(connected).containsExactly("web");
    }
  }

  @Test
  void saysWhichSideHasResetAConnection() throws Exception {
    try (Lab lab = lab()) {
      lab.endpoints("echo", lab.keep(TcpServer.echo()).address());
      lab.endpoints(
          "rude",
          lab.keep(
                  TcpServer.talking(
                      client -> {
                        client.getInputStream().read();
                        client.setSoLinger(true, 0);
                        client.close();
                      }))
              .address());
      Socket client = talk(lab.connect(lab.listen("echo")));
      client.setSoLinger(true, 0);
      client.close();
      assertThat(onlyReport().ending()).isEqualTo(Ending.RESET_BY_CLIENT);
      reports.clear();

      lab.connect(lab.listen("rude")).getOutputStream().write(1);

      assertThat(onlyReport().ending()).isEqualTo(Ending.RESET_BY_ENDPOINT);
    }
  }

  @Test
  void saysThatAConnectionWasIdle() throws IOException {
    try (Lab lab = lab(options -> options.idleTimeout(Duration.ofMillis(100)))) {
      lab.endpoints("web", lab.keep(TcpServer.echo()).address());
      talk(lab.connect(lab.listen("web")));

      assertThat(onlyReport().ending()).isEqualTo(Ending.IDLE);
    }
  }

  @Test
  void saysWhyAConnectionWasRefusedAndHowManyEndpointsWereTried() throws IOException {
    try (Lab lab = lab()) {
      lab.endpoints("web", Lab.deadEndpoint(), Lab.deadEndpoint());
      int port = lab.listen("web");

      AdmissionTest.assertRefused(() -> lab.connect(port));

      ConnectionReport report = onlyReport();
      assertThat(report.ending()).isEqualTo(Ending.REFUSED);
      assertThat(report.refusal()).contains(Refusal.UNREACHABLE);
      assertThat(report.tries()).isEqualTo(2);
      assertThat(report.service()).contains("web");
      assertThat(report.endpoint()).isEmpty();
      assertThat(report.connectTime()).isEmpty();
      assertThat(connected).isEmpty();
    }
  }

  @Test
  void saysThatTheAmbassadorWasClosed() throws IOException {
    try (Lab lab = lab()) {
      lab.endpoints("web", lab.keep(TcpServer.echo()).address());
      talk(lab.connect(lab.listen("web")));

      lab.ambassador().close();

      assertThat(onlyReport().ending()).isEqualTo(Ending.ABORTED);
    }
  }

  @Test
  void reportsAUdpFlowThatIsForgotten() throws IOException {
    try (Lab lab = lab(options -> options.udpIdleTimeout(Duration.ofMillis(100)));
        DatagramSocket client = new DatagramSocket(0, Lab.LOOPBACK)) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      client.send(
          new DatagramPacket(
              new byte[4], 4, new InetSocketAddress(Lab.LOOPBACK, lab.listenUdp("dns"))));

      ConnectionReport report = onlyReport();

      assertThat(report.ending()).isEqualTo(Ending.IDLE);
      assertThat(report.bytesFromClient()).isEqualTo(4);
      assertThat(lab.status().idled()).isZero();
      assertThat(lab.ambassador().traffic().get(0).total().opened()).isEqualTo(1);
    }
  }

  @Test
  void countsByServiceAndEndpointAsLongAsThereAreSuch() throws IOException {
    try (Lab lab = lab()) {
      HostAndPort alive = lab.keep(TcpServer.echo()).address();
      HostAndPort dead = Lab.deadEndpoint();
      lab.endpoints("web", dead);
      int port = lab.listen("web");
      AdmissionTest.assertRefused(() -> lab.connect(port));
      lab.endpoints("web", alive, dead);
      Socket client = talk(lab.connect(port));

      ServiceTraffic web = onlyService(lab);
      assertThat(web.service()).isEqualTo("web");
      assertThat(web.endpoints()).containsOnlyKeys(alive.toString(), dead.toString());
      assertThat(counts(web, dead).failures()).isEqualTo(1);
      TrafficCounts counts = counts(web, alive);
      assertThat(counts.opened()).isEqualTo(1);
      assertThat(counts.active()).isEqualTo(1);
      assertThat(counts.bytesFromClients()).isEqualTo(1);
      assertThat(counts.bytesFromEndpoints()).isEqualTo(1);

      // An endpoint that is gone counts while it has a connection; then only in the total.
      lab.endpoints("web");
      assertThat(onlyService(lab).endpoints()).containsOnlyKeys(alive.toString());
      client.close();
      Await.until("it has ended", () -> onlyService(lab).endpoints().isEmpty());
      assertThat(onlyService(lab).total().opened()).isEqualTo(1);
      assertThat(onlyService(lab).total().active()).isZero();
      assertThat(onlyService(lab).total().bytesFromClients()).isEqualTo(1);
      assertThat(onlyService(lab).total().failures()).isEqualTo(1);

      lab.unlisten(PortKey.tcp(port));
      assertThat(lab.ambassador().traffic()).isEmpty();
      assertThat(lab.status().failures()).isEqualTo(Map.of());
    }
  }

  private Lab lab() {
    return lab(options -> options);
  }

  private Lab lab(UnaryOperator<AmbassadorOptions.Builder> change) {
    return Lab.start(
        path,
        options ->
            change.apply(
                options
                    .reports(reports::add)
                    .connectTimes((service, took) -> connected.add(service))));
  }

  private static ServiceTraffic onlyService(Lab lab) {
    assertThat(lab.ambassador().traffic()).hasSize(1);
    return lab.ambassador().traffic().get(0);
  }

  private static TrafficCounts counts(ServiceTraffic service, HostAndPort endpoint) {
    return Objects.requireNonNull(service.endpoints().get(endpoint.toString()));
  }

  private ConnectionReport onlyReport() {
    Await.until("a connection has ended", () -> !reports.isEmpty());
    assertThat(reports).hasSize(1);
    return reports.element();
  }

  private static Socket talk(Socket client) throws IOException {
    client.getOutputStream().write(7);
    assertThat(client.getInputStream().read()).isEqualTo(7);
    return client;
  }
}

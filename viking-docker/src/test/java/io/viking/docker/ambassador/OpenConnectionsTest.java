package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the relay has open, on each of its transports; the kernel's path has its own tests. */
@Timeout(60)
class OpenConnectionsTest {
  @ParameterizedTest
  @EnumSource(RelayPath.class)
  void countsWhatIsOpenToAnEndpointThatIsGoneUntilItEnds(RelayPath path) throws IOException {
    try (Lab lab = Lab.start(path)) {
      HostAndPort address = lab.keep(TcpServer.echo()).address();
      lab.endpoints("mongo", address);
      int port = lab.listen("mongo");
      Endpoint gone = new Endpoint("mongo", "mongo_0", address);
      Socket first = lab.connect(port);
      Socket second = lab.connect(port);
      assertThat(HostLab.echoes(first) && HostLab.echoes(second)).isTrue();
      boolean before = mayBegin(lab, gone);

      lab.endpoints("mongo", lab.keep(TcpServer.saying("other")).address());
      // As often as it likes.
      lab.endpoints("more");
      String next = lab.ask(port);

      assertThat(before).isTrue();
      assertThat(mayBegin(lab, gone)).isFalse();
      assertThat(next).isEqualTo("other");
      assertThat(count(lab, gone)).isEqualTo(2);
      first.close();
      Await.until("one has ended", () -> count(lab, gone) == 1);
      assertThat(HostLab.echoes(second)).isTrue();
      second.close();
      Await.until("both have ended", () -> count(lab, gone) == 0);
    }
  }

  @Test
  void aHalfClosedConnectionIsOpen() throws IOException {
    try (Lab lab = Lab.start()) {
      HostAndPort address =
          lab.keep(TcpServer.talking(client -> client.getInputStream().read())).address();
      lab.endpoints("mongo", address);
      Socket open = lab.connect(lab.listen("mongo"));
      Endpoint gone = new Endpoint("mongo", "mongo_0", address);
      Await.until("it is passed on", () -> count(lab, gone) == 1);

      lab.endpoints("mongo");
      open.getOutputStream().write('x');
      int end = open.getInputStream().read();

      assertThat(end).isNegative();
      assertThat(count(lab, gone)).isEqualTo(1);
      open.close();
      Await.until("it has ended", () -> count(lab, gone) == 0);
    }
  }

  /** It has no end: what counts is that an answer may be on its way. */
  @Test
  void aFlowOfUdpIsCountedUntilItHasItsAnswer() throws IOException {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> answering = new CompletableFuture<>();
    try (Lab lab = Lab.start();
        DatagramSocket client = new DatagramSocket(new InetSocketAddress(Lab.LOOPBACK, 0))) {
      HostAndPort address = lab.keep(UdpServer.answering(asked, answering)).address();
      Endpoint gone = new Endpoint("dns", "dns_0", address);
      lab.endpoints("dns", address);
      client.setSoTimeout(20_000);
      client.connect(new InetSocketAddress(Lab.LOOPBACK, lab.listenUdp("dns")));
      client.send(new DatagramPacket(new byte[1], 1));
      asked.join();

      lab.endpoints("dns");
      int before = count(lab, gone);
      answering.complete(null);
      client.receive(new DatagramPacket(new byte[1], 1));

      assertThat(before).isEqualTo(1);
      Await.until("no answer is awaited", () -> count(lab, gone) == 0);
      assertThat(lab.status().active()).as("it is open, for more").isEqualTo(1);
    }
  }

  @Test
  void aFlowOfUdpThatHasMovedOnIsNotCounted() throws IOException {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    try (Lab lab = Lab.start();
        DatagramSocket client = new DatagramSocket(new InetSocketAddress(Lab.LOOPBACK, 0))) {
      HostAndPort address =
          lab.keep(UdpServer.answering(asked, new CompletableFuture<>())).address();
      lab.endpoints("dns", address);
      client.setSoTimeout(20_000);
      client.connect(new InetSocketAddress(Lab.LOOPBACK, lab.listenUdp("dns")));
      client.send(new DatagramPacket(new byte[1], 1));
      asked.join();

      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      client.send(new DatagramPacket(new byte[1], 1));
      client.receive(new DatagramPacket(new byte[1], 1));

      assertThat(count(lab, new Endpoint("dns", "dns_0", address))).isZero();
    }
  }

  @Test
  void anEndpointThatNobodyHasHeardOfHasNone() {
    try (Lab lab = Lab.start()) {
      Endpoint unknown = new Endpoint("mongo", "mongo_0", HostAndPort.parse("10.0.0.1:1"));

      assertThat(mayBegin(lab, unknown)).isFalse();
      assertThat(count(lab, unknown)).isZero();
    }
  }

  private static boolean mayBegin(Lab lab, Endpoint endpoint) {
    return OpenConnections.mayBegin(List.of(lab.ambassador()), Set.of(endpoint));
  }

  private static int count(Lab lab, Endpoint endpoint) {
    return OpenConnections.create()
        .count(List.of(lab.ambassador()), Map.of("it", List.of(endpoint)))
        .getOrDefault("it", -1);
  }
}

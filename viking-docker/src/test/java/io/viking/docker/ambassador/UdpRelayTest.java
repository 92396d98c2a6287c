package io.viking.docker.ambassador;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpRelayTest {
  @Test
  void answersFromTheAddressThatWasAsked() throws IOException {
    try (Lab lab = Lab.start();
        DatagramSocket client = client()) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      int port = lab.listenUdp("dns");

      // A connected socket takes datagrams from its peer only.
      client.connect(new InetSocketAddress(Lab.LOOPBACK, port));

      assertThat(ask(client, "who")).isEqualTo("who");
      assertThat(ask(client, "where")).isEqualTo("where");
      assertThat(lab.status().accepted()).isEqualTo(1);
      assertThat(lab.status().bytesFromClients()).isEqualTo(8);
      assertThat(lab.status().bytesFromEndpoints()).isEqualTo(8);
    }
  }

  @Test
  void relaysTheLargestDatagramWhole() throws IOException {
    byte[] large = new byte[65_507];
    new Random(1).nextBytes(large);
    try (Lab lab = Lab.start();
        DatagramSocket client = client()) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      client.connect(new InetSocketAddress(Lab.LOOPBACK, lab.listenUdp("dns")));

      client.send(new DatagramPacket(large, large.length));

      assertThat(receive(client)).isEqualTo(large);
    }
  }

  @Test
  void keepsTheFlowsOfTwoClientsApart() throws IOException {
    try (Lab lab = Lab.start();
        DatagramSocket first = client();
        DatagramSocket second = client()) {
      UdpServer server = lab.keep(UdpServer.echo());
      lab.endpoints("dns", server.address());
      int port = lab.listenUdp("dns");
      first.connect(new InetSocketAddress(Lab.LOOPBACK, port));
      second.connect(new InetSocketAddress(Lab.LOOPBACK, port));

      assertThat(ask(first, "one")).isEqualTo("one");
      assertThat(ask(second, "two")).isEqualTo("two");
      assertThat(ask(first, "three")).isEqualTo("three");

      assertThat(server.flows()).isEqualTo(2);
    }
  }

  @Test
  void dropsTheDatagramsOfASourceWithoutThatLink() throws IOException {
    try (Lab lab = Lab.start(options -> options.links(Links.ENFORCED));
        DatagramSocket client = client()) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      int port = lab.listenUdp("dns");
      client.connect(new InetSocketAddress(Lab.LOOPBACK, port));
      lab.ambassador().permissions(Map.of(Lab.LOOPBACK, Set.of()));
      send(client, "refused");
      Await.until("it was refused", () -> refused(lab, Refusal.NOT_PERMITTED) == 1);

      lab.ambassador().permissions(Map.of(Lab.LOOPBACK, Set.of(port)));

      assertThat(ask(client, "permitted")).isEqualTo("permitted");
    }
  }

  @Test
  void endsAFlowWhosePermissionIsGone() throws IOException {
    try (Lab lab = Lab.start(options -> options.links(Links.ENFORCED));
        DatagramSocket client = client()) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      int port = lab.listenUdp("dns");
      client.connect(new InetSocketAddress(Lab.LOOPBACK, port));
      lab.ambassador().permissions(Map.of(Lab.LOOPBACK, Set.of(port)));
      assertThat(ask(client, "permitted")).isEqualTo("permitted");

      lab.ambassador().permissions(Map.of(Lab.LOOPBACK, Set.of()));
      send(client, "refused");

      Await.until("it was refused", () -> refused(lab, Refusal.NOT_PERMITTED) == 1);
      assertThat(lab.status().active()).isZero();
    }
  }

  @Test
  void keepsTheDatagramsOfAnUnknownSourceUntilItIsKnown() throws IOException {
    CompletableFuture<Void> found = new CompletableFuture<>();
    try (Lab lab = Lab.start(options -> options.links(Links.ENFORCED).lookup(() -> found));
        DatagramSocket client = client()) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      int port = lab.listenUdp("dns");
      client.connect(new InetSocketAddress(Lab.LOOPBACK, port));
      send(client, "first");
      send(client, "second");
      Await.until("it waits", () -> lab.status().held() == 1);

      lab.ambassador().permissions(Map.of(Lab.LOOPBACK, Set.of(port)));
      found.complete(null);

      assertThat(new String(receive(client), UTF_8)).isEqualTo("first");
      assertThat(new String(receive(client), UTF_8)).isEqualTo("second");
    }
  }

  @Test
  void goesToAnotherEndpointWhenNobodyListensAtOne() throws IOException {
    try (Lab lab = Lab.start();
        DatagramSocket client = client()) {
      HostAndPort dead = new HostAndPort("127.0.0.1", Lab.freeUdpPort());
      lab.endpoints("dns", dead, lab.keep(UdpServer.echo()).address());
      client.connect(new InetSocketAddress(Lab.LOOPBACK, lab.listenUdp("dns")));

      assertThat(askUntilAnswered(client, "who")).isEqualTo("who");
    }
  }

  @Test
  void leavesAnEndpointThatIsGoneFromTheDirectory() throws IOException {
    try (Lab lab = Lab.start();
        DatagramSocket client = client()) {
      lab.endpoints("dns", lab.keep(UdpServer.saying("old")).address());
      client.connect(new InetSocketAddress(Lab.LOOPBACK, lab.listenUdp("dns")));
      assertThat(ask(client, "who")).isEqualTo("old");

      lab.endpoints("dns", lab.keep(UdpServer.saying("new")).address());

      assertThat(ask(client, "who")).isEqualTo("new");
      assertThat(lab.status().active()).isEqualTo(1);
    }
  }

  @Test
  void forgetsAFlowThatIsIdle() throws IOException {
    try (Lab lab = Lab.start(options -> options.udpIdleTimeout(Duration.ofMillis(100)));
        DatagramSocket client = client()) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      client.connect(new InetSocketAddress(Lab.LOOPBACK, lab.listenUdp("dns")));
      assertThat(ask(client, "who")).isEqualTo("who");

      Await.until("the flow is forgotten", () -> lab.status().active() == 0);

      assertThat(ask(client, "again")).isEqualTo("again");
    }
  }

  @Test
  void endsTheLongestIdleFlowWhenThereAreTooMany() throws IOException {
    try (Lab lab = Lab.start(options -> options.maxUdpFlows(4))) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      int port = lab.listenUdp("dns");

      for (int i = 0; i < 20; i++) {
        try (DatagramSocket client = client()) {
          client.connect(new InetSocketAddress(Lab.LOOPBACK, port));
          assertThat(ask(client, "who" + i)).isEqualTo("who" + i);
        }
      }

      assertThat(lab.status().active()).isEqualTo(4);
      assertThat(lab.status().accepted()).isEqualTo(20);
    }
  }

  @Test
  void endsItsFlowsWithTheListener() throws IOException {
    try (Lab lab = Lab.start();
        DatagramSocket client = client()) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      int port = lab.listenUdp("dns");
      client.connect(new InetSocketAddress(Lab.LOOPBACK, port));
      assertThat(ask(client, "who")).isEqualTo("who");

      lab.unlisten(PortKey.udp(port));

      Await.until("no flow is left", () -> lab.status().active() == 0);
    }
  }

  private static long refused(Lab lab, Refusal reason) {
    return lab.status().refused().getOrDefault(reason, -1L);
  }

  private static DatagramSocket client() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, Lab.LOOPBACK);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String ask(DatagramSocket client, String text) throws IOException {
    send(client, text);
    return new String(receive(client), UTF_8);
  }

  /** Asks again when there is no answer, as users of UDP do. */
  private static String askUntilAnswered(DatagramSocket client, String text) throws IOException {
    client.setSoTimeout(50);
    for (int attempt = 0; attempt < 400; attempt++) {
      try {
        return ask(client, text);
      } catch (SocketTimeoutException e) {
        // Lost, as datagrams may be.
      }
    }
    return "no answer";
  }

  private static void send(DatagramSocket client, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    client.send(new DatagramPacket(bytes, bytes.length));
  }

  private static byte[] receive(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    client.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }
}

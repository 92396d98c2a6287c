package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(RelayPath.class)
class LimitedRelayTest {
  private static final OptionalInt NOT_SAID = OptionalInt.empty();
  private static final OptionalInt MANY = OptionalInt.of(1000);

  private final RelayPath path;

  LimitedRelayTest(RelayPath path) {
    this.path = path;
  }

  @Test
  void refusesOneMoreThanMayBeInAllUntilOneHasEnded() throws IOException {
    try (Lab lab = lab(ConnectionLimits.of(OptionalInt.of(2), NOT_SAID, MANY))) {
      int port = echo(lab, "web");
      Socket first = talk(lab.connect(port));
      Socket second = talk(lab.connect(port));

      AdmissionTest.assertRefused(() -> lab.connect(port));
      assertThat(lab.status().refused()).containsEntry(Refusal.TOO_MANY_CONNECTIONS, 1L);
      talk(second);

      first.close();
      Await.until("the first one has ended", () -> lab.status().active() == 1);
      talk(lab.connect(port));
    }
  }

  @Test
  void refusesASourceThatHasAllItMayAndNoOther() throws IOException {
    try (Lab lab = lab(ConnectionLimits.of(MANY, NOT_SAID, OptionalInt.of(1)))) {
      int port = echo(lab, "web");
      talk(lab.connect(port));

      AdmissionTest.assertRefused(() -> lab.connect(port));

      assertThat(lab.status().refused()).containsEntry(Refusal.TOO_MANY_FROM_SOURCE, 1L);
      talk(lab.connect(port, InetAddress.getByName("127.0.0.2")));
    }
  }

  @Test
  void refusesWhatIsTooMuchForOneServiceAndServesTheOthers() throws IOException {
    try (Lab lab = lab(ConnectionLimits.of(MANY, OptionalInt.of(1), MANY))) {
      int web = echo(lab, "web");
      Socket first = talk(lab.connect(web));

      AdmissionTest.assertRefused(() -> lab.connect(web));

      assertThat(lab.status().refused()).containsEntry(Refusal.TOO_MANY_TO_SERVICE, 1L);
      talk(lab.connect(echo(lab, "db")));
      first.close();
      Await.until("the first one has ended", () -> lab.status().active() == 1);
      talk(lab.connect(web));
    }
  }

  @Test
  void hasNoRoomForAUdpFlowMoreThanASourceMayHave() throws IOException {
    try (Lab lab = lab(ConnectionLimits.of(MANY, NOT_SAID, OptionalInt.of(1)));
        DatagramSocket first = new DatagramSocket(0, Lab.LOOPBACK);
        DatagramSocket second = new DatagramSocket(0, Lab.LOOPBACK)) {
      lab.endpoints("dns", lab.keep(UdpServer.echo()).address());
      InetSocketAddress port = new InetSocketAddress(Lab.LOOPBACK, lab.listenUdp("dns"));
      first.setSoTimeout(20_000);
      first.send(new DatagramPacket(new byte[1], 1, port));
      first.receive(new DatagramPacket(new byte[1], 1));

      second.send(new DatagramPacket(new byte[1], 1, port));

      Await.until(
          "the second flow is refused",
          () -> lab.status().refused().getOrDefault(Refusal.TOO_MANY_FROM_SOURCE, 0L) == 1);
    }
  }

  private Lab lab(ConnectionLimits limits) {
    return Lab.start(path, options -> options.limits(limits));
  }

  private static int echo(Lab lab, String service) {
    lab.endpoints(service, lab.keep(TcpServer.echo()).address());
    return lab.listen(service);
  }

  private static Socket talk(Socket client) throws IOException {
    client.getOutputStream().write(7);
    assertThat(client.getInputStream().read()).isEqualTo(7);
    return client;
  }
}

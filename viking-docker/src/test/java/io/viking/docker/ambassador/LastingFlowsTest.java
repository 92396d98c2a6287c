package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long an endpoint that is gone is needed by what goes by UDP. */
class LastingFlowsTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress(Lab.LOOPBACK, 40_000);
  private static final HostAndPort ADDRESS = HostAndPort.parse("10.0.0.1:49153");
  private static final PortKey DNS = PortKey.udp(1600);
  private static final PortKey WEB = PortKey.tcp(1601);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final Core core =
      new Core(
          AmbassadorOptions.builder().bindAddress(Lab.LOOPBACK).links(Links.OPEN).build(),
          (delay, task) -> {},
          clock::get);

  @BeforeEach
  void listen() {
    core.services(Map.of(DNS, "app_dns_53_udp", WEB, "app_web_80"));
    core.endpoints(
        EndpointSnapshot.of(
            1,
            List.of(
                new Endpoint("app_dns_53_udp", "app_dns_53_a1a1a1", ADDRESS),
                new Endpoint("app_web_80", "app_web_80_b2b2b2", ADDRESS))));
  }

  @Test
  void forAsLongAsAnAnswerMayTake() {
    Session flow = open(DNS);
    flow.fromClient(1);

    after(Duration.ofMillis(4_900));
    assertThat(lasting("app_dns_53_udp")).isEqualTo(1);
    after(Duration.ofMillis(200));
    assertThat(lasting("app_dns_53_udp")).isZero();
  }

  @Test
  void untilASecondAfterItsLastAnswer() {
    Session flow = open(DNS);
    flow.fromClient(1);
    flow.fromEndpoint(1);

    after(Duration.ofMillis(900));
    flow.fromEndpoint(1);
    after(Duration.ofMillis(900));
    assertThat(lasting("app_dns_53_udp")).isEqualTo(1);
    after(Duration.ofMillis(200));
    assertThat(lasting("app_dns_53_udp")).isZero();
  }

  @Test
  void notOnceItHasEnded() {
    Session flow = open(DNS);
    flow.fromClient(1);

    flow.end();

    assertThat(lasting("app_dns_53_udp")).isZero();
  }

  /** Engines give the same number to both protocols. */
  @Test
  void whatGoesByTheOtherProtocolToThatNumberIsAnothers() {
    open(DNS).fromClient(1);
    assertThat(lasting("app_web_80")).isZero();

    open(WEB);
    open(WEB);

    assertThat(lasting("app_web_80")).isEqualTo(2);
    assertThat(lasting("app_dns_53_udp")).isEqualTo(1);
  }

  private Session open(PortKey port) {
    Session session = core.open(CLIENT, port);
    assertThat(session.next()).isPresent();
    return session;
  }

  private void after(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private int lasting(String service) {
    return core.routing().lasting(service, ADDRESS, clock.get());
  }
}

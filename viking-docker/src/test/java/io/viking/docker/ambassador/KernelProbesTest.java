package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KernelProbesTest {
  private final AtomicInteger news = new AtomicInteger();
  private KernelProbes probes = start(1);

  private KernelProbes start(int failures) {
    try {
      return KernelProbes.start(
          "test-probes",
          new KernelProbeTimes(Duration.ofMillis(20), Duration.ofMillis(500), failures),
          news::incrementAndGet);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void nothingIsKnown() {
    assertThat(news).hasValue(0);
  }

  @AfterEach
  void end() {
    probes.close();
  }

  private static InetSocketAddress socket(HostAndPort address) {
    return new InetSocketAddress(HostLab.address(address.host()), address.port());
  }

  @Test
  void findsWhoAcceptsAndWhoCeasesTo() {
    TcpServer server = TcpServer.echo();
    InetSocketAddress address = socket(server.address());

    probes.watch(Set.of(address, socket(Lab.deadEndpoint())));
    Await.until("accepts, and says so", () -> probes.accepts(address) && news.get() == 1);
    server.close();
    Await.until("refuses, and says so", () -> !probes.accepts(address) && news.get() == 2);

    assertThat(probes.accepts(address)).isFalse();
  }

  @Test
  void aSuspectIsOutUntilItAcceptsAgain() {
    try (TcpServer server = TcpServer.echo()) {
      InetSocketAddress address = socket(server.address());
      probes.watch(Set.of(address));
      Await.until("accepts", () -> probes.accepts(address) && news.get() == 1);

      probes.suspect(address);
      Await.until("out and in again", () -> news.get() == 3);

      assertThat(probes.accepts(address)).isTrue();
      assertThat(server.accepted()).isZero();
    }
  }

  @Test
  void nobodyAcceptsWhoIsNotWatchedAnyMore() {
    try (TcpServer server = TcpServer.echo()) {
      InetSocketAddress address = socket(server.address());
      probes.watch(Set.of(address));
      Await.until("accepts", () -> probes.accepts(address));

      probes.watch(Set.of());
      Await.until("forgotten", () -> !probes.accepts(address));
      probes.watch(Set.of(address));
      Await.until("accepts again", () -> probes.accepts(address) && news.get() == 2);

      assertThat(probes.accepts(address)).isTrue();
    }
  }

  @Test
  void looksAtThousandsAtOnce() {
    try (TcpServer server = TcpServer.talking(HostLab.address("0.0.0.0"), client -> {})) {
      Set<InetSocketAddress> many = new HashSet<>();
      for (int i = 0; i < 2000; i++) {
        many.add(
            new InetSocketAddress(
                HostLab.address("127.1." + i / 250 + "." + (i % 250 + 1)),
                server.address().port()));
      }

      probes.watch(many);

      Await.until("all accept", () -> many.stream().allMatch(probes::accepts));
    }
  }
}

package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.HostAndPort;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BalancerTest {
  private static final long NOW = 1_000_000_000_000L;

  private final Backend first = backend("10.0.0.1:80");
  private final Backend second = backend("10.0.0.2:80");
  private final Backend third = backend("10.0.0.3:80");
  private final List<Backend> all = List.of(first, second, third);

  @Test
  void choosesTheBackendWithTheFewestConnections() {
    first.take();
    second.take();

    assertThat(leastConnections().choose("web", all, NOW)).containsSame(third);
  }

  @Test
  void breaksTiesAtRandomSoThatEachBackendIsChosenAboutAsOften() {
    Balancer balancer = leastConnections();

    var counts =
        IntStream.range(0, 3_000)
            .mapToObj(i -> balancer.choose("web", all, NOW).orElseThrow())
            .collect(Collectors.groupingBy(Backend::toString, Collectors.counting()));

    assertThat(counts)
        .hasSize(3)
        .allSatisfy((any, count) -> assertThat(count).isBetween(800L, 1200L));
  }

  @Test
  void takesTurnsForEachServiceByItselfWhenRoundRobin() {
    Balancer balancer = new Balancer(Balance.ROUND_ROBIN, new Random(1));

    List<Backend> web =
        IntStream.range(0, 4)
            .mapToObj(i -> balancer.choose("web", all, NOW).orElseThrow())
            .toList();

    assertThat(web).containsExactly(first, second, third, first);
    assertThat(balancer.choose("db", all, NOW)).containsSame(first);
  }

  @Test
  void setsABackendThatFailedAsideUntilItsPauseIsOver() {
    second.take();
    third.take();
    first.failed(NOW);

    assertThat(leastConnections().choose("web", all, NOW)).isNotEmpty().get().isNotSameAs(first);
    assertThat(leastConnections().choose("web", all, after(Duration.ofSeconds(1))))
        .containsSame(first);
  }

  @Test
  void doublesThePauseWithEachFailureUpToHalfAMinute() {
    first.failed(NOW);
    first.failed(NOW);
    assertThat(first.isAside(after(Duration.ofMillis(1_999)))).isTrue();
    assertThat(first.isAside(after(Duration.ofSeconds(2)))).isFalse();

    IntStream.range(0, 100).forEach(i -> first.failed(NOW));
    assertThat(first.isAside(after(Duration.ofMillis(31_999)))).isTrue();
    assertThat(first.isAside(after(Duration.ofSeconds(32)))).isFalse();
  }

  @Test
  void forgetsFailuresOnceABackendHasAccepted() {
    first.failed(NOW);

    first.succeeded();

    assertThat(first.isAside(NOW)).isFalse();
  }

  @Test
  void neverGivesUpTheLastBackend() {
    all.forEach(backend -> backend.failed(NOW));

    assertThat(leastConnections().choose("web", all, NOW)).isNotEmpty();
    assertThat(leastConnections().choose("web", List.of(first), NOW)).containsSame(first);
  }

  @Test
  void choosesNoneOfNone() {
    assertThat(leastConnections().choose("web", List.of(), NOW)).isEmpty();
  }

  private static Balancer leastConnections() {
    return new Balancer(Balance.LEAST_CONNECTIONS, new Random(1));
  }

  private static long after(Duration time) {
    return NOW + time.toNanos();
  }

  private static Backend backend(String address) {
    return Backend.of(HostAndPort.parse(address));
  }
}

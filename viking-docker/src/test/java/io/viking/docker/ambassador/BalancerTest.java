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
  private static final Duration TRIAL = Duration.ofSeconds(2);

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
    Balancer balancer = new Balancer(Balance.ROUND_ROBIN, new Random(1), TRIAL);

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
    long now = NOW;
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 32}) {
      first.failed(now);
      assertThat(first.isAside(now + Duration.ofSeconds(seconds).toNanos() - 1)).isTrue();
      now += Duration.ofSeconds(seconds).toNanos();
      assertThat(first.isAside(now)).isFalse();
    }
  }

  @Test
  void takesTheFailuresOfConnectionsThatWereUnderWayTogetherForOne() {
    IntStream.range(0, 100).forEach(i -> first.failed(NOW));

    assertThat(first.isAside(after(Duration.ofMillis(999)))).isTrue();
    assertThat(first.isAside(after(Duration.ofSeconds(1)))).isFalse();
  }

  @Test
  void risksOneConnectionAtATimeOnABackendWhosePauseIsOver() {
    Balancer balancer = leastConnections();
    first.failed(NOW);
    List<Backend> two = List.of(first, second);
    second.take();
    long later = after(Duration.ofSeconds(1));

    assertThat(balancer.choose("web", two, later)).containsSame(first);
    for (int i = 0; i < 100; i++) {
      assertThat(balancer.choose("web", two, later + i)).containsSame(second);
    }

    // Nothing was heard of that one: its client may have gone.
    assertThat(balancer.choose("web", two, later + TRIAL.toNanos())).containsSame(first);
    first.failed(later + TRIAL.toNanos());
    assertThat(balancer.choose("web", two, later + 2 * TRIAL.toNanos() - 1)).containsSame(second);
  }

  @Test
  void trustsABackendFullyOnceItHasAcceptedTheOneConnection() {
    Balancer balancer = leastConnections();
    first.failed(NOW);
    long later = after(Duration.ofSeconds(1));
    balancer.choose("web", List.of(first), later);

    first.succeeded();

    second.take();
    assertThat(balancer.choose("web", List.of(first, second), later)).containsSame(first);
    assertThat(balancer.choose("web", List.of(first, second), later)).containsSame(first);
    first.failed(later);
    assertThat(first.isAside(later + Duration.ofSeconds(1).toNanos())).isFalse();
  }

  @Test
  void triesTheLastBackendHoweverManyOthersAreTryingIt() {
    first.failed(NOW);
    long later = after(Duration.ofSeconds(1));

    for (int i = 0; i < 3; i++) {
      assertThat(leastConnections().choose("web", List.of(first), later)).containsSame(first);
    }
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
    return new Balancer(Balance.LEAST_CONNECTIONS, new Random(1), TRIAL);
  }

  private static long after(Duration time) {
    return NOW + time.toNanos();
  }

  private static Backend backend(String address) {
    return Backend.of(HostAndPort.parse(address));
  }
}

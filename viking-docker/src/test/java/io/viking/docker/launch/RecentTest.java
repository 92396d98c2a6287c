package io.viking.docker.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecentTest {
  private static final Duration TEN = Duration.ofSeconds(10);

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

  @Test
  void anAnswerIsKeptForAWhileAndAskedForAgainThen() {
    Recent<Integer> recent = new Recent<>(asked::incrementAndGet, TEN, now::get);

    assertThat(recent.get()).isEqualTo(1);
    now.addAndGet(TEN.toNanos() - 1);
    assertThat(recent.get()).isEqualTo(1);
    now.addAndGet(1);
    assertThat(recent.get()).isEqualTo(2);
  }

  @Test
  void afterAFailureItIsAskedAgain() {
    Recent<Integer> recent =
        new Recent<>(
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new IllegalArgumentException("not now");
              }
              return asked.get();
            },
            TEN,
            now::get);

    assertThatThrownBy(recent::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not now");
    assertThat(recent.get()).isEqualTo(2);
  }

  @Test
  void whoWantsItWhileItIsAskedForWaitsForThatAnswer() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    Recent<Integer> recent =
        new Recent<>(
            () -> {
              asked.incrementAndGet();
              begun.countDown();
              return answer.join();
            },
            TEN,
            now::get);

    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(recent::get);
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Integer> second = CompletableFuture.supplyAsync(recent::get);
    answer.complete(7);

    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(7);
    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(7);
    assertThat(asked).hasValue(1);
  }

  @Test
  void aGatewayThatTheEngineMayLoseIsWrittenAsItsAddress() {
    HostGateway lost = new HostGateway(() -> Optional.of("172.17.0.1"));
    HostGateway kept = new HostGateway(Optional::empty);

    assertThat(lost.settled("backends:host-gateway")).isEqualTo("backends:172.17.0.1");
    assertThat(lost.settled("db:10.0.0.9")).isEqualTo("db:10.0.0.9");
    assertThat(kept.settled("backends:host-gateway")).isEqualTo("backends:host-gateway");
  }
}

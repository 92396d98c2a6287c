package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuotaTest {
  private static final int MOST = 3;

  private final Quota<String> quota = new Quota<>(() -> MOST);

  @Test
  void givesEachKeyItsOwn() {
    IntStream.range(0, MOST).forEach(i -> assertThat(quota.take("a")).isTrue());

    assertThat(quota.take("a")).isFalse();
    assertThat(quota.take("b")).isTrue();

    quota.giveBack("a");
    assertThat(quota.take("a")).isTrue();
    assertThat(quota.take("a")).isFalse();
  }

  @Test
  void forgetsOnlyWhoHasNone() {
    quota.take("a");
    quota.take("b");
    quota.giveBack("b");

    quota.prune();

    assertThat(quota.size()).isEqualTo(1);
    IntStream.range(1, MOST).forEach(i -> assertThat(quota.take("a")).isTrue());
    assertThat(quota.take("a")).isFalse();
    assertThat(quota.take("b")).isTrue();
  }

  @Test
  void neverGivesMoreWhileOthersForget() {
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> pruning =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                quota.prune();
              }
            });

    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> takeTurns(taken, most)))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    over.set(true);
    pruning.join();

    assertThat(most).satisfies(m -> assertThat(m.get()).isBetween(1, MOST));
    quota.prune();
    assertThat(quota.size()).isZero();
  }

  private void takeTurns(AtomicInteger taken, AtomicInteger most) {
    for (int i = 0; i < 50_000; i++) {
      if (quota.take("a")) {
        int now = taken.incrementAndGet();
        most.accumulateAndGet(now, Math::max);
        taken.decrementAndGet();
        quota.giveBack("a");
      }
    }
  }
}

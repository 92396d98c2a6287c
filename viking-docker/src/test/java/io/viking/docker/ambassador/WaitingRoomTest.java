package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private static final PortKey PORT = PortKey.tcp(1432);
  private static final Duration HOLD = Duration.ofSeconds(3);

  private final AtomicLong clock = new AtomicLong();
  private final List<Scheduled> timer = new ArrayList<>();
  private final List<CompletableFuture<Void>> looks = new ArrayList<>();
  private final Core core =
      new Core(
          AmbassadorOptions.builder()
              .bindAddress(Lab.LOOPBACK)
              .holdTime(HOLD)
              .maxHeld(3)
              .lookup(this::look)
              .build(),
          (delay, task) -> timer.add(new Scheduled(clock.get() + delay.toNanos(), task)),
          clock::get);

  private record Scheduled(long due, Runnable task) {}

  private CompletableFuture<Void> look() {
    CompletableFuture<Void> look = new CompletableFuture<>();
    looks.add(look);
    return look;
  }

  @Test
  void letsASourceInThatTheLookFound() {
    var answer = hold(1);

    passes(Duration.ZERO);
    assertThat(answer).isNotDone();
    permit(1, 1432);
    looks.get(0).complete(null);

    assertThat(answer).isCompletedWithValue(Verdict.PERMITTED);
    assertThat(core.held()).isZero();
  }

  @Test
  void refusesASourceThatTheLookFoundWithoutThatLink() {
    var answer = hold(1);

    permit(1, 1433);

    assertThat(answer).isCompletedWithValue(Verdict.NOT_PERMITTED);
  }

  @Test
  void refusesASourceThatTheLookDidNotFind() {
    var answer = hold(1);

    passes(Duration.ZERO);
    looks.get(0).complete(null);

    assertThat(answer).isCompletedWithValue(Verdict.UNKNOWN);
  }

  @Test
  void looksOnceForAllThatWait() {
    var first = hold(1);
    var second = hold(2);

    passes(Duration.ZERO);
    permit(2, 1432);
    looks.get(0).complete(null);

    assertThat(looks).hasSize(1);
    assertThat(first).isCompletedWithValue(Verdict.UNKNOWN);
    assertThat(second).isCompletedWithValue(Verdict.PERMITTED);
  }

  @Test
  void looksAgainForWhoCameAfterTheLookHadBegun() {
    arrive(1);
    passes(Duration.ZERO);

    var late = hold(2);
    looks.get(0).complete(null);
    assertThat(late).isNotDone();
    passes(Duration.ZERO);
    assertThat(looks).hasSize(2);
    looks.get(1).complete(null);

    assertThat(late).isCompletedWithValue(Verdict.UNKNOWN);
  }

  @Test
  void doesNotLookAgainForTheSameStrangerWithinASecond() {
    arrive(1);
    passes(Duration.ZERO);
    looks.get(0).complete(null);

    assertThat(hold(1)).isCompletedWithValue(Verdict.UNKNOWN);
    assertThat(looks).hasSize(1);

    passes(Duration.ofSeconds(1));
    assertThat(hold(1)).isNotDone();
    passes(Duration.ZERO);
    assertThat(looks).hasSize(2);
  }

  @Test
  void refusesWhenTheHoldTimeIsOverAndLooksAnewForTheNext() {
    var answer = hold(1);
    passes(Duration.ZERO);

    passes(HOLD);
    assertThat(answer).isCompletedWithValue(Verdict.UNKNOWN);

    arrive(2);
    passes(Duration.ZERO);
    assertThat(looks).hasSize(2);
  }

  @Test
  void holdsEverybodyBeforeAnybodyIsKnown() {
    arrive(1);
    arrive(2);
    arrive(3);

    var answer = hold(4);

    assertThat(answer).isNotDone();
    permit(4, 1432);
    assertThat(answer).isCompletedWithValue(Verdict.PERMITTED);
  }

  @Test
  void refusesWhoFindsTheRoomFull() {
    permit(9, 1432);
    arrive(1);
    arrive(2);
    arrive(3);

    assertThat(hold(4)).isCompletedWithValue(Verdict.NO_ROOM);
    assertThat(core.held()).isEqualTo(3);
  }

  @Test
  void decidesAlsoWhenTheLookFails() {
    var answer = hold(1);
    passes(Duration.ZERO);

    looks.get(0).completeExceptionally(new IllegalStateException("engine away"));

    assertThat(answer).isCompletedWithValue(Verdict.UNKNOWN);
  }

  @Test
  void decidesAlsoWhenTheLookCannotBegin() {
    Core broken =
        new Core(
            AmbassadorOptions.builder()
                .bindAddress(Lab.LOOPBACK)
                .lookup(
                    () -> {
                      throw new IllegalStateException("engine away");
                    })
                .build(),
            (delay, task) -> {
              if (delay.isZero()) {
                task.run();
              }
            },
            clock::get);

    assertThat(broken.hold(source(1), PORT).toCompletableFuture())
        .isCompletedWithValue(Verdict.UNKNOWN);
  }

  @Test
  void refusesWhenTheTimerIsShutDown() {
    Core closing =
        new Core(
            AmbassadorOptions.of(Lab.LOOPBACK),
            (delay, task) -> {
              throw new RejectedExecutionException("closed");
            },
            clock::get);

    assertThat(closing.hold(source(1), PORT).toCompletableFuture())
        .isCompletedWithValue(Verdict.UNKNOWN);
  }

  private CompletableFuture<Verdict> hold(int source) {
    return core.hold(source(source), PORT).toCompletableFuture();
  }

  private void arrive(int source) {
    assertThat(hold(source)).isNotDone();
  }

  private void permit(int source, int port) {
    core.permissions(Map.of(source(source), Set.of(port)));
  }

  /** Moves the clock and runs what is due. */
  private void passes(Duration time) {
    clock.addAndGet(time.toNanos());
    List<Scheduled> due = timer.stream().filter(task -> task.due() <= clock.get()).toList();
    timer.removeAll(due);
    due.forEach(task -> task.task().run());
  }

  private static InetAddress source(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 172, 17, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}

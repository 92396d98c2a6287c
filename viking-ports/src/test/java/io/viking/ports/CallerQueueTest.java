package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallerQueueTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** The wishes of each attempt. */
  private final List<List<Set<ServicePort>>> attempts = new ArrayList<>();

  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private final CallerQueue queue = new CallerQueue(5, this::work);

  @AfterEach
  void end() {
    mayEnd.release(100);
    threads.shutdownNow();
  }

  /** Answers a service port with its own number; 99 is never to be had, 66 breaks the store. */
  private List<PortTable> work(List<Set<ServicePort>> wishes, Deadline deadline) {
    attempts.add(wishes);
    begun.release();
    mayEnd.acquireUninterruptibly();
    if (wishes.stream().anyMatch(wish -> wish.contains(port(99)))) {
      throw new PortsExhaustedException(PortRange.DEFAULT, 1, 0);
    }
    if (wishes.stream().anyMatch(wish -> wish.contains(port(66)))) {
      throw new StoreUnavailableException("away", null);
    }
    return wishes.stream().map(CallerQueueTest::answer).toList();
  }

  private static ServicePort port(int number) {
    return ServicePort.parse("stack/job/" + number + "/tcp");
  }

  private static Set<ServicePort> wish(int... numbers) {
    return IntStream.of(numbers).mapToObj(CallerQueueTest::port).collect(Collectors.toSet());
  }

  private static PortTable answer(Set<ServicePort> wish) {
    return PortTable.of(
        wish.stream().collect(Collectors.toMap(any -> any, any -> any.port().number())));
  }

  private Future<PortTable> call(int... numbers) {
    return threads.submit(() -> queue.allocate(wish(numbers), Deadline.after(LONG)));
  }

  /** Lets that many callers wait behind the one that leads. */
  private List<Future<PortTable>> callBehindALeader(int[]... wishes) throws Exception {
    List<Future<PortTable>> calls = new ArrayList<>(List.of(call(1)));
    begun.acquire();
    for (int[] wish : wishes) {
      int before = queue.waiting();
      calls.add(call(wish));
      while (queue.waiting() == before) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    return calls;
  }

  @Test
  void aLoneCallerIsServedAtOnce() throws Exception {
    mayEnd.release();

    PortTable table = queue.allocate(wish(7), Deadline.after(LONG));

    assertThat(table).isEqualTo(answer(wish(7)));
    assertThat(attempts).containsExactly(List.of(wish(7)));
  }

  @Test
  void callersThatWaitAreServedTogether() throws Exception {
    List<Future<PortTable>> calls =
        callBehindALeader(new int[] {2}, new int[] {3, 4}, new int[] {5});

    mayEnd.release(10);

    assertThat(calls.get(0).get()).isEqualTo(answer(wish(1)));
    assertThat(calls.get(2).get()).isEqualTo(answer(wish(3, 4)));
    assertThat(calls.get(3).get()).isEqualTo(answer(wish(5)));
    assertThat(attempts).containsExactly(List.of(wish(1)), List.of(wish(2), wish(3, 4), wish(5)));
  }

  @Test
  void onlySoManyServicePortsAreCombined() throws Exception {
    List<Future<PortTable>> calls =
        callBehindALeader(new int[] {2, 3, 4}, new int[] {5, 6, 7}, new int[] {8, 9});

    mayEnd.release(10);

    for (Future<PortTable> call : calls) {
      assertThat(call.get().asMap()).isNotEmpty();
    }
    assertThat(attempts)
        .containsExactly(
            List.of(wish(1)), List.of(wish(2, 3, 4), wish(8, 9)), List.of(wish(5, 6, 7)));
  }

  @Test
  void nobodyFailsForANeighboursWish() throws Exception {
    List<Future<PortTable>> calls = callBehindALeader(new int[] {2}, new int[] {99}, new int[] {3});

    mayEnd.release(10);

    assertThat(calls.get(1).get()).isEqualTo(answer(wish(2)));
    assertThatThrownBy(() -> calls.get(2).get()).hasCauseInstanceOf(PortsExhaustedException.class);
    assertThat(calls.get(3).get()).isEqualTo(answer(wish(3)));
  }

  @Test
  void theOthersAreTriedAgainWhereTheStoreFailsTheirLeader() throws Exception {
    List<Future<PortTable>> calls = callBehindALeader(new int[] {66}, new int[] {2}, new int[] {3});

    mayEnd.release(10);

    assertThatThrownBy(() -> calls.get(1).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(calls.get(2).get()).isEqualTo(answer(wish(2)));
    assertThat(calls.get(3).get()).isEqualTo(answer(wish(3)));
    assertThat(attempts).last().isEqualTo(List.of(wish(2), wish(3)));
  }

  @Test
  void aCallerGivesUpAtItsDeadlineAndIsNotServedAfterwards() throws Exception {
    List<Future<PortTable>> calls = callBehindALeader();

    assertThatThrownBy(() -> queue.allocate(wish(2), Deadline.after(Duration.ofMillis(20))))
        .isInstanceOf(TimeoutException.class);

    mayEnd.release(10);
    assertThat(calls.get(0).get()).isEqualTo(answer(wish(1)));
    assertThat(queue.allocate(wish(3), Deadline.after(LONG))).isEqualTo(answer(wish(3)));
    assertThat(attempts).containsExactly(List.of(wish(1)), List.of(wish(3)));
  }

  @Test
  void anInterruptedCallerLeavesTheOthersAlone() throws Exception {
    List<Future<PortTable>> calls = callBehindALeader();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                queue.allocate(wish(2), Deadline.after(LONG));
              } catch (InterruptedException | TimeoutException e) {
                failure.complete(e);
              }
            });
    thread.start();
    while (queue.waiting() == 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }

    thread.interrupt();

    assertThat(failure.get()).isInstanceOf(InterruptedException.class);
    mayEnd.release(10);
    assertThat(calls.get(0).get()).isEqualTo(answer(wish(1)));
  }

  @Test
  void aThousandCallersAllGetTheirOwnAnswer() throws Exception {
    mayEnd.release(100_000);
    List<Future<PortTable>> calls = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      calls.add(call(1000 + i));
    }

    for (int i = 1; i <= 1000; i++) {
      assertThat(calls.get(i - 1).get().asMap()).isEqualTo(Map.of(port(1000 + i), 1000 + i));
    }
    assertThat(queue.waiting()).isZero();
  }
}

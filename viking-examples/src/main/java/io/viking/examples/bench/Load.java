package io.viking.examples.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several callers that call as fast as they are answered: a run-up, then the window measured. */
final class Load {
  private final Contestant contestant;
  private final int callers;
  private final CyclicBarrier start;
  private final CountDownLatch ended;
  private final long runUp;
  private final long window;
  private volatile long begin;

  private Load(Contestant contestant, int callers, Duration slice) {
    this.contestant = contestant;
    this.callers = callers;
    this.runUp = Effort.runUp(slice).toNanos();
    this.window = slice.toNanos();
    this.ended = new CountDownLatch(callers);
    this.start = new CyclicBarrier(callers + 1, () -> begin = System.nanoTime() + runUp);
  }

  /**
   * Runs it to its end.
   *
   * @throws RuntimeException what the first call that failed has thrown
   */
  static Tally run(Contestant contestant, int callers, Duration slice) {
    Load load = new Load(contestant, callers, slice);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      return load.run(threads);
    } catch (InterruptedException | BrokenBarrierException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while measuring", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new BenchmarkException("a caller ended early: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Tally run(ExecutorService threads)
      throws InterruptedException, BrokenBarrierException, ExecutionException {
    List<Future<Calls>> running = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      int number = caller;
      running.add(threads.submit(() -> caller(number)));
    }
    start.await();
    if (!ended.await(runUp + window, TimeUnit.NANOSECONDS)) {
      contestant.giveUp();
    }
    List<Calls> all = new ArrayList<>();
    for (Future<Calls> one : running) {
      all.add(one.get());
    }
    return Tally.of(all, Duration.ofNanos(window), contestant.isExhausted());
  }

  private Calls caller(int number) throws InterruptedException, BrokenBarrierException {
    start.await();
    try {
      return calls(number);
    } finally {
      ended.countDown();
    }
  }

  private Calls calls(int number) {
    Calls calls = new Calls(begin);
    long end = begin + window;
    long before = System.nanoTime();
    while (before - end < 0 && !contestant.isExhausted() && contestant.call(number)) {
      long after = System.nanoTime();
      calls.add(before, after);
      before = after;
    }
    return calls;
  }
}

package io.viking.model.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feeds a parser in a thread that can be watched from outside. One use. */
final class FuzzWorker<T> extends Thread {
  /** What runs for the first time is slow once. */
  private static final int TRIES = 3;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FuzzTarget<T> target;
  private final FuzzInputs inputs;
  private final FuzzLimits limits;
  private final int end;
  private volatile FuzzTally tally;
  private volatile int number;
  private volatile long begun = System.nanoTime();
  private volatile @Nullable Throwable failure;

  /** For the inputs of these numbers, the second one not included. */
  FuzzWorker(FuzzTarget<T> target, FuzzInputs inputs, FuzzLimits limits, int first, int end) {
    super("fuzz-" + target.name());
    setDaemon(true); // One that hangs cannot be ended.
    this.target = target;
    this.inputs = inputs;
    this.limits = limits;
    this.number = first;
    this.end = end;
    this.tally = FuzzTally.none(target.name());
  }

  @Override
  public void run() {
    try {
      for (int i = number; i < end; i++) {
        number = i;
        feed(inputs.at(i));
      }
    } catch (Throwable e) { // Also what no parser may throw: a full stack or memory.
      failure = e;
    }
  }

  /** The number of the input that it is at, or was at when it failed. */
  int number() {
    return number;
  }

  /** How long it has been at that one, in nanoseconds. */
  long since() {
    return System.nanoTime() - begun;
  }

  /** Why it ended early. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  FuzzTally tally() {
    return tally;
  }

  private void feed(byte[] input) {
    long most = limits.time().toNanos();
    for (int tries = 1; ; tries++) {
      begun = System.nanoTime();
      long start = THREADS.getCurrentThreadCpuTime();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      Optional<T> value = target.read(input);
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      if (nanos <= most || tries == TRIES) {
        check(nanos, bytes, limits.bytes(input.length));
        tally = tally.with(value.isPresent(), nanos, bytes);
        value.ifPresent(target::checkRoundTrip);
        return;
      }
    }
  }

  private void check(long nanos, long bytes, long most) {
    if (nanos > limits.time().toNanos()) {
      throw new AssertionError(
          "took %d ms, more than %d".formatted(nanos / 1_000_000, limits.time().toMillis()));
    }
    if (bytes > most) {
      throw new AssertionError("allocated %d bytes, more than %d".formatted(bytes, most));
    }
  }
}

package io.viking.ports.testing.history;

import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.PortAllocator;
import io.viking.ports.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One of several processes that use one etcd's ports, and write down what they were answered. */
public final class PortsProgram {
  /** How many threads call at the same time. */
  public static final int THREADS = 8;

  /** How long a caller thinks between two calls, so that a small machine is not all callers. */
  private static final Duration LONGEST_THOUGHT = Duration.ofMillis(40);

  private PortsProgram() {}

  /**
   * Calls until the input ends.
   *
   * @param arguments the endpoints, separated by commas; the deadline in milliseconds; the file to
   *     write to; a name for this process; a seed; for how many seconds; {@code release} or {@code
   *     keep} for whether numbers are released, too
   */
  public static void main(String[] arguments) throws Exception {
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[5]));
    EtcdOptions options =
        EtcdOptions.builder()
            .addEndpoints(arguments[0].split(",", -1))
            .deadline(Duration.ofMillis(Long.parseLong(arguments[1])))
            .build();
    try (ClusterStore store = ClusterStore.etcd(options);
        CallLog log = CallLog.open(Path.of(arguments[2]))) {
      warmUp(store);
      PortAllocator ports = new RecordingAllocator(store.ports(), log);
      PortWorkload workload =
          new PortWorkload(ports, arguments[3], time, arguments[6].equals("release"));
      run(workload, Long.parseLong(arguments[4]));
    }
  }

  /** Loads what the first call needs: the time that takes is Java's, not the store's. */
  private static void warmUp(ClusterStore store) {
    try {
      store.ports().list();
    } catch (StoreUnavailableException slow) {
      // The calls that count come now.
    }
  }

  private static void run(PortWorkload workload, long seed) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> running =
          IntStream.range(0, THREADS)
              .<Future<?>>mapToObj(
                  i -> threads.submit(() -> callUntil(end, workload, new Random(seed + i))))
              .toList();
      int input = System.in.read();
      if (input >= 0) {
        throw new IllegalStateException("expected the end of the input but read " + input);
      }
      end.countDown();
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void callUntil(CountDownLatch end, PortWorkload workload, Random random)
      throws InterruptedException {
    while (!end.await(random.nextLong(LONGEST_THOUGHT.toNanos()), TimeUnit.NANOSECONDS)) {
      workload.step(random);
    }
    return null;
  }
}

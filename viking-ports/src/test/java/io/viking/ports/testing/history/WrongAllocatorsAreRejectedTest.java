package io.viking.ports.testing.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortAllocator;
import io.viking.ports.PortRange;
import io.viking.ports.testing.history.PortCall.Outcome;
import io.viking.ports.testing.history.Violation.Rule;
import io.viking.ports.testing.history.WrongAllocators.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Allocators that are wrong are used, recorded and checked just as the right one is. */
class WrongAllocatorsAreRejectedTest {
  private static final PortRules RULES =
      new PortRules(PortRange.DEFAULT, Duration.ofHours(1), Duration.ofMinutes(1));
  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27018/tcp");
  private static final ServicePort AUTH = ServicePort.parse("shared/auth/81/tcp");

  private static final long MOMENT_NANOS = 200_000;

  @TempDir Path folder;

  private final Store store = new Store();
  private final List<CallLog> logs = new ArrayList<>();

  /** That allocator as one more process uses it. */
  private PortAllocator recorded(PortAllocator ports) {
    CallLog log = CallLog.open(log(logs.size()));
    logs.add(log);
    return new RecordingAllocator(ports, log);
  }

  private Path log(int index) {
    return folder.resolve("p" + index + ".calls");
  }

  private PortHistory history() {
    logs.forEach(CallLog::close);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      files.add(log(i));
    }
    return PortHistory.read(files);
  }

  private List<Violation> check() {
    return new PortHistoryChecker(RULES).check(history(), store.state());
  }

  private static List<Rule> rules(List<Violation> violations) {
    return violations.stream().map(Violation::rule).toList();
  }

  /** Lets two threads meet, once each. */
  private static Runnable meeting() {
    CyclicBarrier both = new CyclicBarrier(2);
    return () -> {
      try {
        both.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static void atOnce(Runnable one, Runnable other) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> running = List.of(threads.submit(one), threads.submit(other));
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Four processes with two threads each, and 150 calls of each thread. */
  private void use(Function<Store, PortAllocator> process) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        PortWorkload workload =
            new PortWorkload(recorded(process.apply(store)), "p" + i, Duration.ofMillis(500), true);
        for (int j = 0; j < 2; j++) {
          Random random = new Random(10L * i + j);
          running.add(
              threads.submit(
                  () -> {
                    for (int call = 0; call < 150; call++) {
                      workload.step(random);
                    }
                  }));
        }
      }
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void acceptsTheOneInMemory() throws Exception {
    try (ClusterStore right = ClusterStore.inMemory(PortRange.DEFAULT)) {
      use(any -> right.ports());

      PortHistory history = history();
      Map<String, Integer> records = new LinkedHashMap<>();
      right.ports().list().asMap().forEach((port, number) -> records.put(port.path(), number));
      assertThat(new PortHistoryChecker(RULES).check(history, PortState.of(records))).isEmpty();
      assertThat(history.count(Outcome.DONE)).isEqualTo(1200);
    }
  }

  @Test
  void rejectsOneThatWritesTheCounterWithoutCompare() throws Exception {
    Runnable meeting = meeting();
    PortAllocator one = recorded(new WrongAllocators.WithoutCompare(store, meeting));
    PortAllocator other = recorded(new WrongAllocators.WithoutCompare(store, meeting));

    atOnce(() -> one.allocate(MONGO), () -> other.allocate(AUTH));

    assertThat(rules(check())).contains(Rule.UNIQUE);
  }

  @Test
  void rejectsOneThatDoesNotLookAgainBeforeItRecords() throws Exception {
    Runnable meeting = meeting();
    PortAllocator one = recorded(new WrongAllocators.WithoutSecondLook(store, meeting));
    PortAllocator other = recorded(new WrongAllocators.WithoutSecondLook(store, meeting));

    atOnce(() -> one.allocate(MONGO), () -> other.allocate(MONGO));

    assertThat(rules(check())).containsExactly(Rule.STABLE);
  }

  @Test
  void rejectsOneThatAnswersFromItsCache() {
    PortAllocator one = recorded(new WrongAllocators.FromCache(store));
    PortAllocator other = recorded(new WrongAllocators.FromCache(store));
    one.find(MONGO);

    other.allocate(MONGO);
    one.find(MONGO);

    assertThat(rules(check())).containsExactly(Rule.REAL_TIME);
  }

  @Test
  void rejectsOneThatForgets() throws Exception {
    use(WrongAllocators.Forgetful::new);

    assertThat(rules(check())).contains(Rule.LOST);
  }

  @Test
  void rejectsOneThatRecordsABatchOneByOne() {
    PortAllocator reader = recorded(new WrongAllocators.FromCache(store));
    PortAllocator writer = recorded(new WrongAllocators.OneByOne(store, reader::list));

    writer.allocate(List.of(MONGO, AUTH));

    assertThat(rules(check())).contains(Rule.BATCH);
  }

  @Test
  void rejectsOneThatReadsItsListInHalves() {
    PortAllocator writer = recorded(new WrongAllocators.FromCache(store));
    ServicePort even = ServicePort.parse("a/a/2/tcp");
    ServicePort odd = ServicePort.parse("a/a/1/tcp");
    PortAllocator reader =
        recorded(
            new WrongAllocators.InHalves(
                store,
                () -> {
                  writer.allocate(even);
                  writer.allocate(odd);
                }));

    reader.list();

    assertThat(rules(check())).containsExactly(Rule.SNAPSHOT);
  }

  @Test
  void rejectsOneThatGivesAReleasedNumberAgain() {
    PortAllocator ports = recorded(new WrongAllocators.Thrifty(store));
    ports.allocate(MONGO);
    ports.release(MONGO);

    ports.allocate(AUTH);

    assertThat(rules(check())).containsExactly(Rule.QUARANTINE);
  }

  @Test
  void rejectsOneThatDeniesARelease() {
    PortAllocator ports = recorded(new WrongAllocators.Denying(store));
    ports.allocate(MONGO);

    ports.release(MONGO);

    assertThat(rules(check())).contains(Rule.LOST);
  }

  @Test
  void rejectsOneThatWritesTheCounterWithoutCompareWhenManyUseIt() throws Exception {
    use(
        shared ->
            new WrongAllocators.WithoutCompare(shared, () -> LockSupport.parkNanos(MOMENT_NANOS)));

    assertThat(rules(check())).contains(Rule.UNIQUE);
  }
}

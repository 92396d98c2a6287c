package io.viking.ports.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import io.viking.ports.PortAllocator;
import io.viking.ports.PortConflictException;
import io.viking.ports.PortRange;
import io.viking.ports.PortRecords;
import io.viking.ports.PortsExhaustedException;
import io.viking.ports.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link PortAllocator} must do. Extend it, and say how a store is opened. */
public abstract class PortAllocatorContract extends StoreContract {
  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");
  private static final ServicePort AUTH = ServicePort.parse("shared/auth/80/tcp");

  /**
   * Opens a store with that range and that time during which a released number is not given. Within
   * one test each one opened must see what earlier ones recorded, if {@link #isShared} says so;
   * each test begins with an empty store.
   */
  protected abstract ClusterStore openStore(PortRange range, Duration quarantine);

  /** Whether stores that are open at the same time, or one after the other, share their record. */
  protected boolean isShared() {
    return true;
  }

  /**
   * How another process opens the stores of this test that have the default range; empty where it
   * cannot.
   */
  protected Optional<StoreAddress> address() {
    return Optional.empty();
  }

  /** The allocator of a store without quarantine that the contract closes after the test. */
  protected final PortAllocator open(PortRange range) {
    return open(range, Duration.ZERO).ports();
  }

  private ClusterStore open(PortRange range, Duration quarantine) {
    return keep(openStore(range, quarantine));
  }

  static List<ServicePort> servicePorts(String job, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(port -> ServicePort.parse("stack/" + job + "/" + port + "/tcp"))
        .toList();
  }

  private static Collection<Integer> numbers(PortTable table) {
    return table.asMap().values();
  }

  @Test
  void givesTheSameNumberForEver() {
    PortAllocator ports = open(new PortRange(20000, 20009));

    int first = ports.allocate(MONGO);
    int second = ports.allocate(MONGO);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void givesTheSameNumberAfterTheStoreWasReopened() {
    if (!isShared()) {
      return;
    }
    PortRange range = new PortRange(20000, 20009);
    int before;
    try (ClusterStore store = openStore(range, Duration.ZERO)) {
      before = store.ports().allocate(MONGO);
    }

    PortAllocator reopened = open(range);

    assertThat(reopened.find(MONGO)).hasValue(before);
    assertThat(reopened.allocate(MONGO)).isEqualTo(before);
    assertThat(reopened.allocate(AUTH)).isNotEqualTo(before);
  }

  @Test
  void startsAtTheLowEndOfTheRange() {
    PortAllocator ports = open(new PortRange(20000, 20009));

    int first = ports.allocate(MONGO);

    assertThat(first).isEqualTo(20000);
  }

  @Test
  void neverGivesOneNumberToTwoServicePorts() {
    PortAllocator ports = open(new PortRange(998, 1005));

    Set<Integer> numbers = new HashSet<>();
    servicePorts("one", 8).forEach(port -> numbers.add(ports.allocate(port)));

    assertThat(numbers).hasSize(8).allMatch(new PortRange(998, 1005)::contains);
  }

  @Test
  void keepsThePortsOfOneNumberOnTwoProtocolsApart() {
    PortAllocator ports = open(new PortRange(20000, 20009));

    int tcp = ports.allocate(ServicePort.parse("shared/dns/53/tcp"));
    int udp = ports.allocate(ServicePort.parse("shared/dns/53/udp"));

    assertThat(udp).isNotEqualTo(tcp);
  }

  @Test
  void recordsNothingWhenTheRangeIsTooSmall() {
    PortAllocator ports = open(new PortRange(20000, 20002));
    ports.allocate(MONGO);

    assertThatThrownBy(() -> ports.allocate(servicePorts("job", 3)))
        .isInstanceOf(PortsExhaustedException.class)
        .hasMessageContaining("3 wanted, 2 free")
        .hasMessageContaining("20000-20002");

    assertThat(ports.list().asMap()).containsOnlyKeys(MONGO);
    assertThat(numbers(ports.allocate(servicePorts("job", 2)))).containsExactly(20001, 20002);
  }

  @Test
  void givesABatchConsecutiveNumbersInTheOrderAskedFor() {
    PortAllocator ports = open(PortRange.DEFAULT);
    ports.allocate(MONGO);
    List<ServicePort> batch = new ArrayList<>(servicePorts("job", 5));
    Collections.reverse(batch);

    PortTable table = ports.allocate(batch);

    int first = table.require(batch.get(0));
    assertThat(batch.stream().map(table::require))
        .containsExactly(first, first + 1, first + 2, first + 3, first + 4);
  }

  @Test
  void skipsFreeNumbersThatAreTooFewForABatch() {
    PortAllocator ports = open(new PortRange(20000, 20009));
    List<ServicePort> all = servicePorts("old", 10);
    ports.allocate(all);
    List.of(1, 4, 5, 6, 8).forEach(i -> ports.release(all.get(i)));

    PortTable table = ports.allocate(servicePorts("new", 3));

    assertThat(numbers(table)).containsExactlyInAnyOrder(20004, 20005, 20006);
  }

  @Test
  void givesABatchSingleNumbersWhereTheRangeHasNoRun() {
    PortAllocator ports = open(new PortRange(20000, 20005));
    List<ServicePort> all = servicePorts("old", 6);
    ports.allocate(all);
    List.of(0, 2, 4).forEach(i -> ports.release(all.get(i)));

    PortTable table = ports.allocate(servicePorts("new", 3));

    assertThat(numbers(table)).containsExactlyInAnyOrder(20000, 20002, 20004);
  }

  @Test
  void keepsRecordedNumbersOfABatch() {
    PortAllocator ports = open(PortRange.DEFAULT);
    List<ServicePort> batch = servicePorts("job", 4);
    int known = ports.allocate(batch.get(2));

    PortTable table = ports.allocate(batch);

    assertThat(table.asMap()).containsOnlyKeys(batch);
    assertThat(table.require(batch.get(2))).isEqualTo(known);
    assertThat(new HashSet<>(numbers(table))).hasSize(4);
  }

  @Test
  void givesABatchOfThousandsConsecutiveNumbers() {
    PortAllocator ports = open(new PortRange(1, 65535));
    ports.allocate(MONGO);
    List<ServicePort> batch = servicePorts("job", 5000);

    PortTable table = ports.allocate(batch);

    int first = table.require(batch.get(0));
    assertThat(batch.stream().map(table::require))
        .containsExactlyElementsOf(IntStream.range(first, first + 5000).boxed().toList());
    assertThat(ports.list()).isEqualTo(table.plus(ports.allocate(List.of(MONGO))));
  }

  @Test
  void answersAnEmptyTableToAnEmptyBatch() {
    PortAllocator ports = open(PortRange.DEFAULT);

    PortTable table = ports.allocate(List.of());

    assertThat(table).isEqualTo(PortTable.empty());
    assertThat(ports.list()).isEqualTo(PortTable.empty());
  }

  @Test
  void givesAServicePortAskedForTwiceOneNumber() {
    PortAllocator ports = open(PortRange.DEFAULT);

    PortTable table = ports.allocate(List.of(MONGO, AUTH, MONGO));

    assertThat(table.asMap()).containsOnlyKeys(MONGO, AUTH);
  }

  @Test
  void findsOnlyWhatIsRecorded() {
    PortAllocator ports = open(PortRange.DEFAULT);
    int mongo = ports.allocate(MONGO);

    assertThat(ports.find(MONGO)).hasValue(mongo);
    assertThat(ports.find(AUTH)).isEmpty();
    assertThat(ports.list().asMap()).isEqualTo(Map.of(MONGO, mongo));
  }

  @Test
  void forgetsAReleasedServicePort() {
    PortAllocator ports = open(PortRange.DEFAULT);
    ports.allocate(MONGO);

    boolean first = ports.release(MONGO);
    boolean second = ports.release(MONGO);

    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(ports.find(MONGO)).isEmpty();
    assertThat(ports.list()).isEqualTo(PortTable.empty());
  }

  @Test
  void givesAReleasedNumberAgainOnlyAfterAllOthers() {
    PortAllocator ports = open(new PortRange(20000, 20004));
    ports.allocate(MONGO);
    ports.release(MONGO);

    List<Integer> numbers = servicePorts("job", 5).stream().map(ports::allocate).toList();

    assertThat(numbers).containsExactly(20001, 20002, 20003, 20004, 20000);
  }

  @Test
  void doesNotGiveAReleasedNumberWhileItIsInQuarantine() {
    PortRange range = new PortRange(20000, 20001);
    PortAllocator ports = open(range, Duration.ofHours(1)).ports();
    int number = ports.allocate(MONGO);
    ports.release(MONGO);

    int other = ports.allocate(AUTH);

    assertThat(other).isNotEqualTo(number);
    assertThatThrownBy(() -> ports.allocate(MONGO)).isInstanceOf(PortsExhaustedException.class);
    assertThat(ports.withheld()).containsOnlyKeys(number);
    assertThat(withheld(ports, number).formerOwner()).contains(MONGO);
    assertThat(withheld(ports, number).until().orElseThrow())
        .isBetween(Instant.now().plusSeconds(3000), Instant.now().plusSeconds(3601));
  }

  @Test
  void givesAReleasedNumberAgainWhenItsQuarantineIsOver() {
    PortAllocator ports = open(new PortRange(20000, 20001), Duration.ofMillis(50)).ports();
    ports.allocate(MONGO);
    ports.allocate(AUTH);
    ports.release(MONGO);
    awaitEndOfQuarantines(ports);

    int number = ports.allocate(servicePorts("new", 1).get(0));

    assertThat(number).isEqualTo(20000);
    assertThat(ports.withheld()).isEmpty();
    assertThat(ports.list().asMap()).hasSize(2);
  }

  @Test
  void doesNotGiveANumberThatAContainerStillCarries() {
    ClusterStore store = open(new PortRange(20000, 20001), Duration.ofMillis(50));
    PortAllocator ports = store.ports();
    ports.allocate(servicePorts("old", 2));
    ports.release(servicePorts("old", 1).get(0));
    store.hosts().report(HostReport.of("node-1", Set.of(20000, 20001), List.of()));
    awaitEndOfQuarantines(ports);

    assertThatThrownBy(() -> ports.allocate(MONGO)).isInstanceOf(PortsExhaustedException.class);

    store.hosts().report(HostReport.of("node-1", Set.of(20001), List.of()));
    assertThat(ports.allocate(MONGO)).isEqualTo(20000);
  }

  private static Withheld withheld(PortAllocator ports, int number) {
    return Objects.requireNonNull(ports.withheld().get(number), () -> number + " is not withheld");
  }

  private static void awaitEndOfQuarantines(PortAllocator ports) {
    Instant limit = Instant.now().plusSeconds(10);
    while (ports.withheld().values().stream()
        .anyMatch(reason -> reason.until().orElseThrow().isAfter(Instant.now()))) {
      assertThat(Instant.now()).isBefore(limit);
      Thread.onSpinWait();
    }
  }

  @Test
  void skipsNumbersUntilTheyMayBeGivenAgain() {
    PortAllocator ports = open(new PortRange(20000, 20003));
    int before = ports.allocate(MONGO);
    ports.skip(List.of(before, 20001, 20002));

    assertThat(ports.allocate(AUTH)).isEqualTo(20003);
    assertThat(ports.find(MONGO)).hasValue(before);
    assertThatThrownBy(() -> ports.allocate(servicePorts("new", 1)))
        .isInstanceOf(PortsExhaustedException.class);

    ports.release(MONGO);
    assertThat(ports.withheld()).containsOnlyKeys(20000, 20001, 20002);
    assertThat(ports.withheld().values()).containsOnly(Withheld.skippedNumber());
    ports.unskip(List.of(20002, 20003));
    assertThat(ports.allocate(servicePorts("new", 1)).asMap().values()).containsExactly(20002);
  }

  @Test
  void aSkippedNumberStaysInItsQuarantine() {
    PortAllocator ports = open(new PortRange(20000, 20000), Duration.ofHours(1)).ports();
    ports.allocate(MONGO);
    ports.skip(List.of(20000));
    ports.release(MONGO);

    assertThat(withheld(ports, 20000).skipped()).isTrue();
    assertThat(withheld(ports, 20000).formerOwner()).contains(MONGO);

    ports.unskip(List.of(20000));
    assertThat(withheld(ports, 20000).skipped()).isFalse();
    assertThatThrownBy(() -> ports.allocate(AUTH)).isInstanceOf(PortsExhaustedException.class);
  }

  @Test
  void refusesToSkipWhatIsNoPort() {
    PortAllocator ports = open(PortRange.DEFAULT);

    assertThatThrownBy(() -> ports.skip(List.of(20000, 65536)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
    assertThat(ports.withheld()).isEmpty();
  }

  @Test
  void restoresEverythingIntoAnEmptyStore() {
    PortRecords records =
        new PortRecords(
            20007,
            PortTable.of(Map.of(MONGO, 20004, AUTH, 999)),
            new TreeMap<>(
                Map.of(
                    20005,
                        Withheld.released(
                            servicePorts("old", 1).get(0), Instant.parse("2099-01-01T00:00:00Z")),
                    20006, Withheld.skippedNumber())));
    PortAllocator ports = open(new PortRange(20000, 20009));

    ports.restore(records);
    ports.restore(records);

    assertThat(ports.export()).isEqualTo(records);
    assertThat(ports.allocate(MONGO)).isEqualTo(20004);
    assertThat(numbers(ports.allocate(servicePorts("new", 3))))
        .containsExactly(20007, 20008, 20009);
  }

  @Test
  void restoresThousandsOfRecords() {
    Map<ServicePort, Integer> table = new HashMap<>();
    List<ServicePort> many = servicePorts("job", 4000);
    for (int i = 0; i < many.size(); i++) {
      table.put(many.get(i), 20000 + i);
    }
    PortAllocator ports = open(PortRange.DEFAULT);
    ports.allocate(MONGO);

    ports.restore(PortRecords.of(PortTable.of(table)));

    assertThat(ports.list().asMap()).hasSize(4001).containsAllEntriesOf(table);
  }

  @Test
  void restoresNothingWhereOneRecordContradicts() {
    PortAllocator ports = open(new PortRange(20000, 20009), Duration.ofHours(1)).ports();
    ServicePort released = servicePorts("old", 1).get(0);
    ports.allocate(List.of(MONGO, AUTH, released));
    ports.release(released);
    PortRecords before = ports.export();
    List<ServicePort> others = servicePorts("new", 2);
    PortTable added =
        PortTable.of(Map.of(MONGO, 20005, others.get(0), 20001, others.get(1), 20002));

    assertThatThrownBy(() -> ports.restore(PortRecords.of(added)))
        .isInstanceOf(PortConflictException.class)
        .hasMessageContainingAll(
            MONGO + " is to be 20005 but is recorded as 20000",
            others.get(0) + " is to be 20001 but that belongs to " + AUTH,
            others.get(1) + " is to be 20002 but " + released + " has only just released it");
    assertThat(ports.export()).isEqualTo(before);
  }

  @Test
  void givesThirtyTwoThreadsOneAnswer() throws Exception {
    PortAllocator ports = open(PortRange.DEFAULT);
    List<ServicePort> wanted = servicePorts("job", 20);

    List<PortTable> tables =
        atOnce(32, thread -> ports.allocate(thread % 2 == 0 ? wanted : reversed(wanted)));

    assertThat(new HashSet<>(tables)).hasSize(1);
    assertThat(ports.list()).isEqualTo(tables.get(0));
  }

  @Test
  void givesThirtyTwoThreadsDifferentNumbers() throws Exception {
    PortAllocator ports = open(PortRange.DEFAULT);

    List<PortTable> tables = atOnce(32, thread -> ports.allocate(servicePorts("job" + thread, 3)));

    Set<Integer> numbers = new HashSet<>();
    tables.forEach(table -> numbers.addAll(numbers(table)));
    assertThat(numbers).hasSize(96);
    assertThat(ports.list().asMap()).hasSize(96);
  }

  @Test
  void givesTwoStoresDifferentNumbers() throws Exception {
    if (!isShared()) {
      return;
    }
    List<PortAllocator> stores = List.of(open(PortRange.DEFAULT), open(PortRange.DEFAULT));

    List<Integer> numbers =
        atOnce(
            16,
            thread ->
                stores
                    .get(thread % 2)
                    .allocate(ServicePort.parse("stack/job" + thread + "/80/tcp")));

    assertThat(new HashSet<>(numbers)).hasSize(16);
  }

  @Test
  void onlyOneOfSeveralCallersReleasesAServicePort() throws Exception {
    ClusterStore store = open(PortRange.DEFAULT, Duration.ofHours(1));
    List<PortAllocator> callers =
        isShared()
            ? List.of(store.ports(), open(PortRange.DEFAULT, Duration.ofHours(1)).ports())
            : List.of(store.ports());
    for (ServicePort port : servicePorts("job", 20)) {
      callers.get(0).allocate(port);

      List<Boolean> released =
          atOnce(4, thread -> callers.get(thread % callers.size()).release(port));

      assertThat(released).containsOnlyOnce(true);
    }
  }

  @Test
  void givesThirtyTwoCallersInFourProcessesOneAnswer() {
    Optional<StoreAddress> address = address();
    if (address.isEmpty()) {
      return;
    }
    PortAllocator ports = open(PortRange.DEFAULT);
    List<ChildJvm> children =
        IntStream.range(0, 4)
            .mapToObj(child -> allocatingChild(address.get(), "child" + child))
            .toList();

    children.forEach(ChildJvm::closeInput);
    List<String> lines = new ArrayList<>();
    children.forEach(child -> child.awaitEnd(Duration.ofMinutes(2)).lines().forEach(lines::add));
    children.forEach(ChildJvm::close);

    Map<ServicePort, Integer> answers = new HashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      int number = Integer.parseInt(words[1]);
      assertThat(answers.merge(ServicePort.parse(words[0]), number, (old, same) -> old))
          .as(line)
          .isEqualTo(number);
    }
    assertThat(lines).hasSize(32 * 12);
    assertThat(answers).hasSize(10 + 64);
    assertThat(new HashSet<>(answers.values())).hasSize(10 + 64);
    assertThat(ports.list().asMap()).isEqualTo(answers);
  }

  private static ChildJvm allocatingChild(StoreAddress address, String name) {
    return ChildJvm.start(
        AllocatingProgram.class, List.of(address.opener().getName(), address.address(), name));
  }

  private static List<ServicePort> reversed(List<ServicePort> ports) {
    List<ServicePort> reversed = new ArrayList<>(ports);
    Collections.reverse(reversed);
    return reversed;
  }

  /** What one of several callers does. */
  private interface Caller<T> {
    T call(int thread);
  }

  private static <T> List<T> atOnce(int threads, Caller<T> caller) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return caller.call(thread);
                }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : running) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}

package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.ports.HostDirectory;
import io.viking.ports.HostReport;
import io.viking.ports.PortClash;
import io.viking.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReporterTest {
  private static final HostReport EMPTY = HostReport.of("node-1", List.of(), List.of());
  private static final HostReport CARRYING = HostReport.of("node-1", List.of(10001), List.of());

  private final AtomicReference<Optional<HostReport>> now = new AtomicReference<>(Optional.empty());
  private final Directory directory = new Directory();
  private long nanos;
  private final Reporter reporter = new Reporter(now::get, directory, () -> nanos);

  @AfterEach
  void close() {
    reporter.close();
  }

  @Test
  void writesNothingWhileNobodyKnowsWhatIsTrue() {
    reporter.look();

    assertThat(directory.written).isEmpty();
  }

  @Test
  void writesAReportOnceUntilItChanges() {
    HostReport clashing =
        HostReport.of("node-1", List.of(10001), List.of(new PortClash(10001, "taken")));

    for (HostReport report : List.of(EMPTY, CARRYING, clashing, CARRYING)) {
      now.set(Optional.of(report));
      reporter.look();
      reporter.look();
    }

    assertThat(directory.written).containsExactly(EMPTY, CARRYING, clashing, CARRYING);
  }

  @Test
  void writesWhatIsTrueOnceTheStoreIsBack() {
    now.set(Optional.of(EMPTY));
    directory.away = true;
    reporter.look();
    now.set(Optional.of(CARRYING));
    reporter.look();

    directory.away = false;
    reporter.look();

    assertThat(directory.written).containsExactly(CARRYING);
  }

  @Test
  void writesAgainWhatMayHaveBeenOverwrittenByAWriteThatFailed() {
    now.set(Optional.of(EMPTY));
    reporter.look();
    directory.away = true;
    now.set(Optional.of(CARRYING));
    reporter.look();

    directory.away = false;
    now.set(Optional.of(EMPTY));
    reporter.look();

    assertThat(directory.written).containsExactly(EMPTY, EMPTY);
  }

  @Test
  void writesAnOldReportAgainForAStoreThatHasLostIt() {
    now.set(Optional.of(CARRYING));
    reporter.look();
    nanos += Duration.ofSeconds(59).toNanos();
    reporter.look();

    nanos += Duration.ofSeconds(1).toNanos();
    reporter.look();

    assertThat(directory.written).containsExactly(CARRYING, CARRYING);
  }

  @Test
  void looksOnAfterAFailureThatIsNotTheStores() {
    directory.broken = true;
    now.set(Optional.of(CARRYING));
    reporter.start(Duration.ofMillis(1));
    Await.until(Duration.ofSeconds(30), () -> "a failed write", () -> directory.failures > 0);

    directory.broken = false;

    Await.until(
        Duration.ofSeconds(30), () -> "the report", () -> directory.reports().contains(CARRYING));
  }

  @Test
  void doesNotHoldUpItsCallersWhileTheStoreHangs() throws InterruptedException {
    directory.hangs = new CountDownLatch(1);
    now.set(Optional.of(CARRYING));

    reporter.start(Duration.ofMillis(1));
    directory.entered.await();
    reporter.close();

    assertThat(directory.written).isEmpty();
  }

  /** Remembers what was written to it. */
  private static final class Directory implements HostDirectory {
    @Override
    public boolean drain(String host, String by) {
      return false;
    }

    @Override
    public boolean uncordon(String host) {
      return false;
    }

    @Override
    public SortedMap<String, String> drained() {
      return new TreeMap<>();
    }

    private final List<HostReport> written = new ArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private volatile boolean away;
    private volatile boolean broken;
    private volatile int failures;
    private CountDownLatch hangs = new CountDownLatch(0);

    @Override
    public void report(HostReport report) {
      entered.countDown();
      try {
        hangs.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreUnavailableException("interrupted", e);
      }
      write(report);
    }

    private synchronized void write(HostReport report) {
      if (away) {
        throw new StoreUnavailableException("away", null);
      }
      if (broken) {
        failures++;
        throw new IllegalStateException("broken");
      }
      written.add(report);
    }

    @Override
    public synchronized List<HostReport> reports() {
      return List.copyOf(written);
    }

    @Override
    public boolean forget(String host) {
      return false;
    }

    @Override
    public void announce(Host host) {}

    @Override
    public List<Host> hosts() {
      return List.of();
    }
  }
}

package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.viking.ports.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** How a local store's files are followed while they cannot be read. */
class LocalWatchTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Endpoint ONE =
      new Endpoint("shared_mongo_27017", "shared_mongo_27017_a1", HostAndPort.parse("10.0.0.1:1"));

  @TempDir Path folder;

  @Test
  void pausesBetweenLooksAtEndpointsThatCannotBeRead() throws IOException {
    Files.writeString(folder.resolve(EndpointsFile.NAME), "rubbish");

    try (FailedLooks looks = new FailedLooks();
        ClusterStore store = ClusterStore.local(folder, PortRange.DEFAULT);
        Subscription watch = store.endpoints().watch(snapshot -> {})) {
      Await.until("five looks that failed", SOON, () -> looks.nanos().size() >= 5);

      List<Long> nanos = looks.nanos();
      assertThat(Duration.ofNanos(nanos.get(4) - nanos.get(0))).isGreaterThan(LOOK.multipliedBy(3));
    }
  }

  @Test
  void tellsOfTheEndpointsOnceTheyCanBeRead() throws IOException {
    List<EndpointSnapshot> told = new CopyOnWriteArrayList<>();
    Files.createDirectory(folder.resolve(EndpointsFile.NAME));

    try (FailedLooks looks = new FailedLooks();
        ClusterStore store = ClusterStore.local(folder, PortRange.DEFAULT);
        Subscription watch = store.endpoints().watch(told::add)) {
      Await.until("a look that failed", SOON, () -> !looks.nanos().isEmpty());
      Files.delete(folder.resolve(EndpointsFile.NAME));
      store.endpoints().register(ONE);

      Await.until(
          "the endpoint",
          SOON,
          () -> told.stream().anyMatch(one -> one.contains(ONE.service(), ONE.id())));
    }
  }

  @Test
  void tellsOfTheRemovalsOnceTheyCanBeRead() throws IOException {
    List<Set<?>> told = new CopyOnWriteArrayList<>();
    Path removals = Files.createDirectories(folder.resolve("locks/app.removals"));

    try (FailedLooks looks = new FailedLooks();
        ClusterStore store = ClusterStore.local(folder, PortRange.DEFAULT);
        Subscription watch = store.departures().watch(told::add)) {
      Await.until("a look that failed", SOON, () -> !looks.nanos().isEmpty());
      Files.delete(removals);

      Await.until("no removals", SOON, () -> told.contains(Set.of()));
    }
  }

  /** Hears of each look that failed. */
  private static final class FailedLooks extends AppenderBase<ILoggingEvent>
      implements AutoCloseable {
    private final Logger logger =
        (Logger) LoggerFactory.getLogger(Subscription.class.getPackageName());
    private final List<Long> nanos = new CopyOnWriteArrayList<>();

    FailedLooks() {
      start();
      logger.addAppender(this);
      logger.setLevel(Level.DEBUG);
      logger.setAdditive(false);
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getMessage().contains("cannot be read")) {
        nanos.add(System.nanoTime());
      }
    }

    List<Long> nanos() {
      return nanos;
    }

    @Override
    public void close() {
      logger.setAdditive(true);
      logger.setLevel(null);
      logger.detachAppender(this);
    }
  }
}

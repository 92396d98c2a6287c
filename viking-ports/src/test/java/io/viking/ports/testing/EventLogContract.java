package io.viking.ports.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.ports.ClusterStore;
import io.viking.ports.EventLog;
import io.viking.ports.LoggedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link EventLog} must do. Extend it, and say how a store is opened. */
public abstract class EventLogContract {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.5Z");

  private final List<ClusterStore> opened = new ArrayList<>();

  /** Opens the store that is written; each test begins with an empty store. */
  protected abstract ClusterStore openStore();

  /** Opens a store that sees what is written there; the same one if it cannot be shared. */
  protected abstract ClusterStore openOther(ClusterStore store);

  private EventLog open() {
    ClusterStore store = openStore();
    opened.add(store);
    return store.events();
  }

  private EventLog other() {
    ClusterStore store = openOther(opened.get(0));
    opened.add(store);
    return store.events();
  }

  private static LoggedEvent event(String reason) {
    return new LoggedEvent(NOW, "host-down", "node-1", reason);
  }

  @AfterEach
  void closeStores() {
    opened.forEach(ClusterStore::close);
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(open().after(0)).isEmpty();
  }

  @Test
  void showsOthersWhatWasAddedInItsOrderWhateverIsInTheTexts() {
    List<LoggedEvent> events =
        List.of(
            new LoggedEvent(NOW, "fault", "a b", "one\nline and\ttabs \\ and \\n"),
            event("has not answered for 15 s"),
            event(""));
    open().add(events);

    assertThat(other().after(0).values()).containsExactlyElementsOf(events);
  }

  @Test
  void showsOnlyWhatComesAfterTheOneThatIsKnown() {
    EventLog log = open();
    log.add(List.of(event("1"), event("2")));
    long last = log.after(0).lastKey();
    assertThat(log.after(last)).isEmpty();

    log.add(List.of(event("3")));

    assertThat(other().after(last).values()).containsExactly(event("3"));
  }

  @Test
  void keepsTheLastOnesAndNoMore() {
    EventLog log = open();
    int all = EventLog.KEPT + 3 * EventLog.MOST_AT_A_TIME;
    for (int i = 0; i < all; i += EventLog.MOST_AT_A_TIME) {
      log.add(Collections.nCopies(EventLog.MOST_AT_A_TIME, event("batch " + i)));
    }
    log.add(List.of(event("last")));

    assertThat(log.after(0)).hasSize(EventLog.KEPT);
    assertThat(log.after(0).lastKey()).isEqualTo(all + 1L);
    assertThat(log.after(0).values()).last().isEqualTo(event("last"));
  }

  @Test
  void cutsLongTexts() {
    EventLog log = open();

    log.add(List.of(event("x".repeat(5000))));

    assertThat(log.after(0).values())
        .singleElement()
        .extracting(LoggedEvent::reason)
        .asString()
        .hasSize(LoggedEvent.MOST_CHARACTERS)
        .endsWith("...");
  }

  @Test
  void refusesTooManyAtATime() {
    EventLog log = open();
    List<LoggedEvent> many = Collections.nCopies(EventLog.MOST_AT_A_TIME + 1, event("many"));

    assertThatIllegalArgumentException().isThrownBy(() -> log.add(many));
  }

  @Test
  void losesNothingOfTwoWhoAddAtOnce() throws ExecutionException, InterruptedException {
    List<EventLog> logs = List.of(open(), other());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < 2; writer++) {
        EventLog log = logs.get(writer);
        String name = writer + "-";
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 40; i++) {
                    log.add(List.of(event(name + i), event("beside")));
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(logs.get(0).after(0)).hasSize(160);
    assertThat(logs.get(0).after(0).values()).contains(event("0-0"), event("0-39"), event("1-39"));
  }
}

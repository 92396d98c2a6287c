package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.testing.EventLogContract;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdEventLogIT extends EventLogContract {
  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.etcd(ETCD.options().build());
  }

  @Override
  protected ClusterStore openOther(ClusterStore store) {
    return openStore();
  }

  @Test
  void hasAsManyKeysAsItKeepsHoweverMuchIsAdded() {
    try (ClusterStore store = openStore()) {
      LoggedEvent event = new LoggedEvent(Instant.EPOCH, "done", "app", "1 started");
      for (int i = 0; i < 30; i++) {
        store.events().add(Collections.nCopies(EventLog.MOST_AT_A_TIME, event));
      }

      String keys = ETCD.server().ctl("get", ETCD.baseKey() + "/events", "--prefix", "--keys-only");

      assertThat(keys.lines().filter(line -> !line.isBlank())).hasSize(EventLog.KEPT + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "scribble",
        "-1",
        " 7",
        "4611686018427387903",
        "4611686018427387904",
        "9223372036854775807",
        "9223372036854775808"
      })
  void goesOnWhateverSomebodyScribblesOnItsCounter(String counter) {
    try (ClusterStore store = openStore()) {
      LoggedEvent event = new LoggedEvent(Instant.EPOCH, "done", "app", "1 started");
      store.events().add(List.of(event, event));
      long known = store.events().after(0).lastKey();
      ETCD.server().ctl("put", ETCD.baseKey() + "/events-last", "--", counter);

      // The first one may be lost, where the counter has come to its end.
      store.events().add(List.of(event));
      store.events().add(List.of(event));

      assertThat(store.events().after(known)).isNotEmpty();
      assertThat(store.events().after(0)).hasSizeGreaterThan(2);
    }
  }

  @Test
  void leavesOutWhatSomebodyScribbled() {
    try (ClusterStore store = openStore()) {
      LoggedEvent event = new LoggedEvent(Instant.EPOCH, "done", "app", "1 started");
      store.events().add(List.of(event, event));
      ETCD.server().ctl("put", ETCD.baseKey() + "/events/1", "scribble");

      assertThat(store.events().after(0)).hasSize(1);
    }
  }
}

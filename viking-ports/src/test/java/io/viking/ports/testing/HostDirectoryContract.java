package io.viking.ports.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostDirectory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link HostDirectory} must do. Extend it, and say how a store is opened. */
public abstract class HostDirectoryContract {
  private static final Host NODE =
      Host.builder()
          .name("node-1")
          .address("10.0.0.1")
          .engine("tcp://10.0.0.1:2376")
          .addTags("ssd", "with \"quotes\" and\nlines")
          .build();

  private static final Host BARE =
      Host.builder().name("bare").engine("unix:///var/run/docker.sock").build();

  private final List<ClusterStore> opened = new ArrayList<>();

  /** Opens the store that announces; each test begins with an empty store. */
  protected abstract ClusterStore openStore();

  /** Opens a store that sees what that other one announces; the same one if it cannot be shared. */
  protected abstract ClusterStore openObserver(ClusterStore announcing);

  private ClusterStore open() {
    return keep(openStore());
  }

  private ClusterStore keep(ClusterStore store) {
    opened.add(store);
    return store;
  }

  @AfterEach
  void closeStores() {
    opened.forEach(ClusterStore::close);
  }

  @Test
  void knowsNoHostAtFirst() {
    ClusterStore store = open();

    assertThat(store.hosts().hosts()).isEmpty();
  }

  @Test
  void showsAnnouncedHostsToOthersByName() {
    ClusterStore store = open();
    ClusterStore observer = keep(openObserver(store));

    store.hosts().announce(NODE);
    store.hosts().announce(BARE);

    assertThat(observer.hosts().hosts()).containsExactly(BARE, NODE);
  }

  @Test
  void replacesTheRecordOfAHostThatIsAnnouncedAgain() {
    ClusterStore store = open();
    Host moved = Host.of("node-1", "10.0.0.2", "tcp://10.0.0.2:2376");

    store.hosts().announce(NODE);
    store.hosts().announce(moved);

    assertThat(store.hosts().hosts()).containsExactly(moved);
  }

  @Test
  void forgetsItsHostWhenItIsClosed() {
    ClusterStore store = open();
    ClusterStore observer = keep(openObserver(store));
    store.hosts().announce(NODE);

    store.close();

    assertThat(observer.hosts().hosts()).isEmpty();
  }
}

package io.viking.ports.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostDirectory;
import io.viking.ports.HostReport;
import io.viking.ports.PortClash;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link HostDirectory} must do. Extend it, and say how a store is opened. */
public abstract class HostDirectoryContract extends StoreContract {
  private static final Host NODE =
      Host.builder()
          .name("node-1")
          .address("10.0.0.1")
          .engine("tcp://10.0.0.1:2376")
          .addTags("ssd", "with \"quotes\" and\nlines")
          .build();

  private static final Host BARE =
      Host.builder().name("bare").engine("unix:///var/run/docker.sock").build();

  private static final HostReport REPORT =
      HostReport.of(
          "node-1",
          List.of(10007, 9999, 10001),
          List.of(new PortClash(10007, "Address already in use:\n\"sshd\"")));

  /** Opens the store that announces; each test begins with an empty store. */
  protected abstract ClusterStore openStore();

  /** Opens a store that sees what that other one announces; the same one if it cannot be shared. */
  protected abstract ClusterStore openObserver(ClusterStore announcing);

  private ClusterStore open() {
    return keep(openStore());
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

  @Test
  void knowsNoReportAtFirst() {
    ClusterStore store = open();

    assertThat(store.hosts().reports()).isEmpty();
    assertThat(store.hosts().forget("node-1")).isFalse();
  }

  @Test
  void showsReportsToOthersByHostWithoutAnyAnnouncement() {
    ClusterStore store = open();
    ClusterStore observer = keep(openObserver(store));
    HostReport second = HostReport.of("node-2", List.of(), List.of());

    store.hosts().report(second);
    store.hosts().report(REPORT);

    assertThat(observer.hosts().reports()).containsExactly(REPORT, second);
    assertThat(observer.hosts().hosts()).isEmpty();
  }

  @Test
  void replacesTheReportOfAHostThatReportsAgain() {
    HostDirectory hosts = open().hosts();
    HostReport later = HostReport.of("node-1", List.of(10009), List.of());

    hosts.report(REPORT);
    hosts.report(later);

    assertThat(hosts.reports()).containsExactly(later);
  }

  @Test
  void keepsTheReportOfAHostWhoseAgentIsGone() {
    ClusterStore store = open();
    ClusterStore observer = keep(openObserver(store));
    store.hosts().announce(NODE);
    store.hosts().report(REPORT);

    store.close();

    assertThat(observer.hosts().hosts()).isEmpty();
    assertThat(observer.hosts().reports()).containsExactly(REPORT);
  }

  @Test
  void forgetsTheReportOfOneHostAndTellsWhetherThereWasOne() {
    HostDirectory hosts = open().hosts();
    HostReport other = HostReport.of("node-10", List.of(10001), List.of());
    hosts.report(REPORT);
    hosts.report(other);

    assertThat(hosts.forget("node-1")).isTrue();
    assertThat(hosts.forget("node-1")).isFalse();
    assertThat(hosts.reports()).containsExactly(other);
  }

  @Test
  void recordsNoReportThatStandsForAnUnreadableOne() {
    HostDirectory hosts = open().hosts();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> hosts.report(HostReport.unreadable("node-1")));
    assertThat(hosts.reports()).isEmpty();
  }

  @Test
  void knowsNoDrainedHostAtFirst() {
    HostDirectory hosts = open().hosts();

    assertThat(hosts.drained()).isEmpty();
    assertThat(hosts.uncordon("node-1")).isFalse();
  }

  @Test
  void showsDrainedHostsToOthersWithWhoAskedFirst() {
    ClusterStore store = open();
    ClusterStore observer = keep(openObserver(store));

    assertThat(store.hosts().drain("node-1", "ann@desk")).isTrue();
    assertThat(store.hosts().drain("node-1", "bob@desk")).isFalse();

    assertThat(observer.hosts().drained()).containsOnlyKeys("node-1");
    assertThat(observer.hosts().drained().get("node-1"))
        .matches("ann@desk, \\d{4}-\\d\\d-\\d\\dT[0-9:]+Z");
  }

  @Test
  void takesADrainedHostBackAndTellsWhetherThereWasOne() {
    HostDirectory hosts = open().hosts();
    hosts.drain("node-1", "ann");
    hosts.drain("node-10", "ann");

    assertThat(hosts.uncordon("node-1")).isTrue();
    assertThat(hosts.uncordon("node-1")).isFalse();
    assertThat(hosts.drained()).containsOnlyKeys("node-10");
  }

  @Test
  void aDrainedHostStaysOneWhenTheStoreIsClosed() {
    ClusterStore store = open();
    ClusterStore observer = keep(openObserver(store));
    store.hosts().announce(NODE);
    store.hosts().drain("node-1", "ann");

    store.close();

    assertThat(observer.hosts().drained()).containsOnlyKeys("node-1");
  }

  @Test
  void recordsNoDrainedHostThatCouldNotBeRead() {
    HostDirectory hosts = open().hosts();

    assertThatIllegalArgumentException().isThrownBy(() -> hosts.drain("a/b", "ann"));
    assertThatIllegalArgumentException().isThrownBy(() -> hosts.drain("node-1", "ann\nbob"));
    assertThatIllegalArgumentException().isThrownBy(() -> hosts.drain("node-1", " "));
    assertThat(hosts.drained()).isEmpty();
  }
}

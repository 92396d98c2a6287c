package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real tables, in a network namespace with the addresses 172.31.0.1, 172.32.0.1 and fd31::1. */
@Timeout(60)
class AbandonedTablesIT {
  private static final String ME = "node-1";
  private static final String OTHER = "node-2";

  private final Deque<Ambassador> ambassadors = new ArrayDeque<>();
  private Namespace namespace;

  @BeforeEach
  void makeNamespace() {
    KernelPathIT.requireNft();
    namespace = Namespace.create("swept");
    namespace.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    namespace.ip("addr add 172.31.0.1/24 dev lo");
    namespace.ip("addr add 172.32.0.1/24 dev lo");
    namespace.ip("addr add fd31::1/64 dev lo");
  }

  @AfterEach
  void removeNamespace() {
    ambassadors.forEach(Ambassador::close);
    namespace.close();
  }

  /** The table that an ambassador there would leave if it were killed. */
  private void leave(String address, String owner) {
    namespace.run(
        () -> {
          try {
            NftProcess.find()
                .orElseThrow()
                .run(
                    NftScript.replace(
                        KernelTable.empty(HostLab.address(address)), KernelSupport.owner(owner)),
                    "-f",
                    "-");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private Ambassador start(String address, DataPathMode mode) {
    AmbassadorOptions options =
        AmbassadorOptions.builder()
            .bindAddress(HostLab.address(address))
            .dataPath(mode)
            .owner(ME)
            .build();
    namespace.run(() -> ambassadors.push(Ambassador.start(options)));
    return ambassadors.element();
  }

  private List<String> sweep(Ambassador... living) {
    namespace.run(() -> AbandonedTables.sweep(ME, List.of(living)));
    return namespace.exec("nft", "list", "tables").lines().toList();
  }

  @Test
  void removesTheOwnersTablesOfOtherAddresses() {
    leave("172.32.0.1", ME);
    leave("fd31::1", ME);

    List<String> tables = sweep(start("172.31.0.1", DataPathMode.RELAY));

    assertThat(tables).isEmpty();
  }

  @Test
  void keepsTheTablesOfTheLiving() {
    Ambassador near = start("172.31.0.1", DataPathMode.KERNEL);
    Ambassador far = start("172.32.0.1", DataPathMode.KERNEL);
    Await.until("two tables", () -> namespace.exec("nft", "list", "tables").lines().count() == 2);

    List<String> tables = sweep(near, far);

    assertThat(tables)
        .containsExactlyInAnyOrder("table ip viking-172.31.0.1", "table ip viking-172.32.0.1");
  }

  @Test
  void keepsTheTableOfAnotherOwnerWhoMayBeAlive() {
    leave("172.32.0.1", OTHER);

    List<String> tables = sweep(start("172.31.0.1", DataPathMode.RELAY));

    assertThat(tables).containsExactly("table ip viking-172.32.0.1");
  }

  @Test
  void removesAnyTableOfAnAddressThatThisHostHasNotAnyMore() {
    leave("172.33.0.1", OTHER);
    leave("fd33::1", OTHER);

    List<String> tables = sweep(start("172.31.0.1", DataPathMode.RELAY));

    assertThat(tables).isEmpty();
  }

  @Test
  void removesAnyTableOfAnAddressThatTheRelayNowServes() {
    leave("172.31.0.1", OTHER);

    List<String> tables = sweep(start("172.31.0.1", DataPathMode.RELAY));

    assertThat(tables).isEmpty();
  }

  @Test
  void touchesNothingOfOthers() {
    namespace.exec("nft", "add table ip viking-172.33.0.1");
    namespace.exec("nft", "add table ip viking-gone");
    namespace.exec("nft", "add table ip6 viking-v6-short");
    namespace.exec("nft", "add table inet viking-172.33.0.1");

    List<String> tables = sweep(start("172.31.0.1", DataPathMode.RELAY));

    assertThat(tables).hasSize(4);
  }
}

package io.viking.docker.ambassador;

import static io.viking.docker.ambassador.HostLab.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KernelSyncTest {
  private static final KernelTable NONE = KernelTable.empty(address("172.17.0.1"));

  private final List<String> scripts = new ArrayList<>();
  private String listing = listing("owner-me", 0, "a . 1 : goto x, b . 2 : goto y");
  private int failures;
  private final KernelSync sync =
      new KernelSync(
          (input, arguments) -> {
            if (failures > 0) {
              failures--;
              throw new IOException("Device or resource busy");
            }
            if (!input.isEmpty()) {
              scripts.add(input);
            }
            return listing;
          },
          NONE.gateway(),
          "me");

  private static String listing(String owner, int packets, String elements) {
    return "table ip viking-172.17.0.1 {\n\tcounter "
        + owner
        + " {\n\t\tpackets 0 bytes 0\n\t}\n\tcounter tcp-1432 {\n\t\tpackets "
        + packets
        + " bytes 60\n\t}\n\telements = { "
        + elements
        + " }\n}\n";
  }

  private static KernelTable one() {
    TreeMap<KernelChain, List<InetSocketAddress>> chains = new TreeMap<>();
    chains.put(new KernelChain(1432, ""), List.of());
    return new KernelTable(NONE.gateway(), chains, new TreeMap<>());
  }

  @Test
  void beginsWithAWholeTableAndGoesOnWithDifferences() throws IOException {
    sync.bring(NONE);
    sync.bring(one());
    sync.bring(one());

    assertThat(scripts)
        .containsExactly(NftScript.replace(NONE, "me"), NftScript.change(NONE, one()));
  }

  @Test
  void replacesTheWholeTableWhereADifferenceIsRefused() throws IOException {
    sync.bring(NONE);

    failures = 1;
    sync.bring(one());

    assertThat(scripts).last().isEqualTo(NftScript.replace(one(), "me"));
  }

  @Test
  void leavesNoTableThatItCannotKeepUp() throws IOException {
    sync.bring(NONE);

    failures = 2;
    assertThatThrownBy(() -> sync.bring(one())).hasMessage("Device or resource busy");
    sync.bring(one());

    assertThat(scripts)
        .containsExactly(
            NftScript.replace(NONE, "me"),
            NftScript.remove(NONE.gateway(), "me"),
            NftScript.replace(one(), "me"));
  }

  @Test
  void takesAnotherOrderAndOtherCountsForTheSame() throws IOException {
    sync.bring(NONE);
    sync.look();

    listing = listing("owner-me", 7, "b . 2 : goto y, a . 1 : goto x");

    assertThat(sync.look()).isTrue();
  }

  @Test
  void noticesWhatSomebodyHasChangedOrTakenOverOrRemoved() throws IOException {
    List<Boolean> intact = new ArrayList<>();
    for (String found :
        List.of(
            listing("owner-me", 0, "a . 1 : goto x"),
            listing("owner-other", 0, "a . 1 : goto x, b . 2 : goto y"))) {
      listing = listing("owner-me", 0, "a . 1 : goto x, b . 2 : goto y");
      sync.bring(NONE);
      sync.look();
      listing = found;
      intact.add(sync.look());
    }
    sync.bring(NONE);
    failures = 1;
    intact.add(sync.look());

    assertThat(intact).containsExactly(false, false, false);
  }

  @Test
  void countsOnThroughATableThatIsMadeAnew() throws IOException {
    sync.bring(NONE);
    listing = listing("owner-me", 5, "x");
    sync.look();
    listing = listing("owner-me", 2, "x");
    sync.look();

    assertThat(sync.connections()).containsEntry(1432, 7L);
  }
}

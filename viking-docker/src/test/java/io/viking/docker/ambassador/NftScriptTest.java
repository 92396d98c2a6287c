package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given to {@code nft}, byte for byte; the files are beside this class. */
class NftScriptTest {
  private static final String OWNER = "0123456789abcdef";

  private final KernelTable none = KernelTable.empty(HostLab.address("172.17.0.1"));
  private final KernelTable two =
      new Draft("172.17.0.1")
          .chain(1432, "br0", "10.0.0.2:8000", "10.0.0.3:8001")
          .link("172.17.0.2", 1432, "br0")
          .link("172.17.0.3", 1432, "br0")
          .table();

  /** A table in the making. */
  private static final class Draft {
    private final String gateway;
    private final TreeMap<KernelChain, List<InetSocketAddress>> chains = new TreeMap<>();
    private final TreeMap<KernelLink, KernelChain> links = new TreeMap<>();

    Draft(String gateway) {
      this.gateway = gateway;
    }

    Draft chain(int port, String network, String... targets) {
      chains.put(
          new KernelChain(port, network),
          Arrays.stream(targets)
              .map(
                  text -> {
                    int colon = text.lastIndexOf(':');
                    return new InetSocketAddress(
                        HostLab.address(text.substring(0, colon)),
                        Integer.parseInt(text.substring(colon + 1)));
                  })
              .toList());
      return this;
    }

    Draft link(String source, int port, String network) {
      links.put(new KernelLink(HostLab.address(source), port), new KernelChain(port, network));
      return this;
    }

    KernelTable table() {
      return new KernelTable(HostLab.address(gateway), chains, links);
    }
  }

  @Test
  void makesAWholeTable() throws IOException {
    String script = NftScript.replace(two, OWNER);

    assertThat(script).isEqualTo(golden("whole.nft"));
  }

  @Test
  void makesAWholeTableOfIpv6() throws IOException {
    KernelTable table =
        new Draft("fd00::1")
            .chain(1432, "", "fd01::2:8000")
            .chain(1433, "br0", "fd01::2:8000", "fd01::3:8000")
            .link("fd00::2", 1432, "")
            .link("fd00::2", 1433, "br0")
            .table();

    String script = NftScript.replace(table, OWNER);

    assertThat(script).isEqualTo(golden("whole-v6.nft"));
  }

  @Test
  void saysNothingWhereNothingIsToDo() {
    String script = NftScript.change(two, two);

    assertThat(script).isEmpty();
  }

  @Test
  void replacesAChoiceAlone() throws IOException {
    String script = NftScript.change(two, two.only(target -> target.getPort() == 8001));

    assertThat(script).isEqualTo(golden("one-endpoint-less.nft"));
  }

  @Test
  void emptiesAChoiceThatHasNoEndpointLeft() throws IOException {
    String script = NftScript.change(two, two.only(target -> false));

    assertThat(script).isEqualTo(golden("no-endpoint.nft"));
  }

  @Test
  void addsAndRemovesSourcesAndPortsInAnOrderThatTheKernelTakes() throws IOException {
    KernelTable next =
        new Draft("172.17.0.1")
            .chain(1432, "br1", "10.0.0.2:8000")
            .chain(1433, "br0", "10.0.0.2:9000")
            .link("172.17.0.2", 1432, "br1")
            .link("172.17.0.4", 1433, "br0")
            .table();

    String script = NftScript.change(two, next);

    assertThat(script).isEqualTo(golden("moved.nft"));
  }

  @Test
  void removesATableOnlyWhileItIsTheOwners() throws IOException {
    String script = NftScript.remove(none.gateway(), OWNER);

    assertThat(script).isEqualTo(golden("remove.nft"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole.nft", "whole-v6.nft"})
  void theKernelTakesWhatIsWritten(String file) throws IOException {
    KernelPathIT.requireNft();

    try (Namespace namespace = Namespace.create("script")) {
      String output = namespace.exec("nft", golden(file));

      assertThat(output).isEmpty();
    }
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = NftScriptTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package io.viking.docker.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RenderingTest {
  private static final RuleSet RULES = RuleSet.of(Perimeters.whole());

  @Test
  void aWholePerimeterIsOneTransactionOfNftables() {
    assertThat(Firewall.script(RULES, Backend.NFTABLES)).isEqualTo(golden("whole.nft"));
  }

  @Test
  void aWholePerimeterIsOneTransactionForEachFamilyOfIptables() {
    assertThat(Firewall.script(RULES, Backend.IPTABLES)).isEqualTo(golden("whole.iptables"));
  }

  @Test
  void aHostThatKnowsNobodyClosesToEverybody() {
    RuleSet alone = RuleSet.of(Perimeter.builder().addBridgeNames("docker0").build());

    assertThat(Firewall.script(alone, Backend.NFTABLES)).isEqualTo(golden("alone.nft"));
  }

  @Test
  void theSameTwiceIsTheSameText() {
    Perimeter.Builder otherOrder =
        Perimeter.builder()
            .addTrusted(AddressBlock.parse("10.0.0.10"), AddressBlock.parse("10.0.0.1"))
            .addBridgeNames("docker0", "a");

    assertThat(NftRendering.replace(RuleSet.of(otherOrder.build())))
        .isEqualTo(
            NftRendering.replace(
                RuleSet.of(
                    Perimeter.builder()
                        .addTrusted(AddressBlock.parse("10.0.0.1"), AddressBlock.parse("10.0.0.10"))
                        .addBridgeNames("a", "docker0")
                        .build())));
  }

  @Test
  void aJumpThatIsThereAlreadyComesFirstAndOnceAfterwards() {
    List<String> present =
        List.of(
            "-P INPUT ACCEPT",
            "-N VIKING-INPUT",
            "-A INPUT -s 192.0.2.1/32 -j DROP",
            "-A INPUT -j VIKING-INPUT",
            "-A INPUT -j VIKING-INPUT",
            "-A VIKING-INPUT -i lo -j RETURN");

    assertThat(IptablesRendering.replace(RULES, false, present))
        .endsWith(
            """
            -D INPUT -j VIKING-INPUT
            -D INPUT -j VIKING-INPUT
            -I INPUT 1 -j VIKING-INPUT
            -I FORWARD 1 -j VIKING-FORWARD
            COMMIT
            """);
  }

  static String golden(String name) {
    try (InputStream in = RenderingTest.class.getResourceAsStream("/firewall/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

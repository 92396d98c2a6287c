package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.firewall.AddressBlock;
import io.viking.docker.firewall.Backend;
import io.viking.docker.firewall.PortSpan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VpcSettingsTest {
  @Test
  void thereIsNoFirewallUnlessItIsAskedFor() {
    assertThat(options(Map.of())).isEmpty();
    assertThat(options(Map.of("VIKING_VPC", "off", "VIKING_VPC_OPEN", "22"))).isEmpty();
  }

  @Test
  void everySettingIsTaken() {
    VpcOptions options =
        options(
                Map.of(
                    "VIKING_VPC", "iptables",
                    "VIKING_VPC_OPEN", "22,443, 53/udp",
                    "VIKING_VPC_TRUST", "10.0.0.9 fd00::/64",
                    "VIKING_VPC_KEEP", "30m",
                    "VIKING_ETCD", "10.0.0.1:2379,10.0.0.2:2379"))
            .orElseThrow();

    assertThat(options.backend()).contains(Backend.IPTABLES);
    assertThat(options.open())
        .extracting(PortSpan::toString)
        .containsExactlyInAnyOrder("22/tcp", "443/tcp", "53/udp");
    assertThat(options.trusted())
        .extracting(AddressBlock::toString)
        .containsExactlyInAnyOrder("10.0.0.9", "fd00::/64");
    assertThat(options.keep()).isEqualTo(Duration.ofMinutes(30));
    assertThat(options.etcd()).containsExactly("10.0.0.1:2379", "10.0.0.2:2379");
  }

  @ParameterizedTest
  @CsvSource({
    "VIKING_VPC, maybe",
    "VIKING_VPC_OPEN, ssh",
    "VIKING_VPC_TRUST, node-1",
    "VIKING_VPC_KEEP, long",
    "VIKING_VPC_KEEP, -5s",
  })
  void whatCannotBeUsedIsNamedWithWhatToDo(String variable, String value) {
    assertThatThrownBy(() -> options(Map.of(variable, value)))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(variable, "'" + value + "'", "Fix: ");
  }

  private static Optional<VpcOptions> options(Map<String, String> environment) {
    return new VpcSettings(AgentSettings.of(environment, List.of())).options();
  }
}

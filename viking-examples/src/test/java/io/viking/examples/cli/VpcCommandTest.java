package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no rights; what does is tried with real engines. */
class VpcCommandTest {
  @TempDir private Path home;
  private Path hosts;

  @BeforeEach
  void writeHosts() throws IOException {
    hosts = home.resolve("hosts.yml");
    Files.writeString(
        hosts,
        """
        - name: node-1
          engine: tcp://10.0.0.1:4243
          address: 10.0.0.1
        - name: node-10
          engine: tcp://10.0.0.10:2376
          address: 10.0.0.10
        """);
  }

  @Test
  void showPrintsWhatNftWouldBeTold() {
    CommandRun run = show("--bridges=docker0,br-1", "--open=443,53/udp", "--trust=fd00::/64");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("add table inet viking-vpc\ndelete table inet viking-vpc\n")
        .contains("ip saddr { 10.0.0.1, 10.0.0.10 } accept")
        .contains("ip6 saddr { fd00::/64 } accept")
        .contains("tcp dport { 2375-2376, 2379-2380, 4243 } counter drop")
        .contains("elements = { 443 }")
        .contains("oifname { \"br-1\", \"docker0\" } counter drop");
  }

  @Test
  void showPrintsWhatIptablesWouldBeToldForBothFamilies() {
    CommandRun run = show("--bridges=docker0", "--backend=iptables", "--trust=fd00::9");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("# for iptables-restore --noflush", "-A VIKING-FORWARD -s 10.0.0.10/32 -j RETURN")
        .contains("# for ip6tables-restore --noflush", "-A VIKING-FORWARD -s fd00::9/128 -j RETURN")
        .contains("-I FORWARD 1 -j VIKING-FORWARD");
  }

  @Test
  void showAsJsonTellsWhatTheRulesAreMadeFrom() {
    CommandRun run = show("--bridges=docker0", "--open=8000-8010", "--json", "--backend=nftables");

    assertThat(run.out())
        .startsWith("{\"backend\":\"nftables\",\"trusted\":[\"10.0.0.1\",\"10.0.0.10\"],")
        .contains("\"open\":[\"8000-8010/tcp\"]", "\"bridges\":[\"docker0\"]");
  }

  @Test
  void whatCannotBeUsedIsRefusedWithWhatToDo() {
    assertRefused("--open=ssh", "port 'ssh' is not valid");
    assertRefused("--trust=node-9", "'node-9' is no address", "Fix: write 10.0.0.1");
    assertRefused("--bridges=a;b", "'a;b' is no name of an interface", "Fix: ");
    assertRefused("--backend=ufw", "ufw");
  }

  private void assertRefused(String option, String... texts) {
    CommandRun run = show("--bridges=docker0", option);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(texts);
  }

  @Test
  void theCommandAloneIsNone() {
    assertThat(CommandRun.of("vpc").err()).contains("Missing required subcommand");
  }

  @Test
  void agentsThatAreBootstrappedTrustAllHostsFromTheBeginning() {
    List<Host> cluster =
        List.of(
            Host.of("node-2", "10.0.0.10", "tcp://10.0.0.10:2376"),
            Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376"));

    assertThat(AgentFirewall.variables(Map.of("VIKING_VPC_TRUST", "10.0.0.9"), cluster)).isEmpty();
    assertThat(AgentFirewall.variables(Map.of("VIKING_VPC", "off"), cluster)).isEmpty();
    assertThat(
            AgentFirewall.variables(
                Map.of("VIKING_VPC", "on", "VIKING_VPC_TRUST", "10.0.0.9, 10.0.0.1"), cluster))
        .containsExactly(
            Map.entry("VIKING_VPC", "on"),
            Map.entry("VIKING_VPC_TRUST", "10.0.0.9,10.0.0.1,10.0.0.10"));
  }

  private CommandRun show(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("vpc", "show", "--home=" + home, "--hosts=" + hosts));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(String[]::new));
  }
}

package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.StateFolder;
import io.viking.docker.ambassador.Balance;
import io.viking.docker.ambassador.DataPathMode;
import io.viking.docker.ambassador.Links;
import io.viking.model.Host;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentAssemblyTest {
  @Test
  void withoutSettingsTheAgentIsOfThisMachineAlone() {
    AgentOptions options = options(Map.of());

    assertThat(options.host()).isEqualTo(host("machine", "unix:///var/run/docker.sock").build());
    assertThat(options.engine()).isEqualTo("unix:///var/run/docker.sock");
    assertThat(options.engineOptions().certificates()).isEmpty();
    assertThat(options.listenAddresses()).isEmpty();
    assertThat(options.links()).isEqualTo(Links.ENFORCED);
    assertThat(options.balance()).isEqualTo(Balance.LEAST_CONNECTIONS);
    assertThat(options.dataPath()).isEqualTo(DataPathMode.AUTO);
    assertThat(options.status()).map(InetSocketAddress::toString).contains("/127.0.0.1:7946");
  }

  @Test
  void everyVariableIsTaken() {
    AgentOptions options =
        options(
            Map.ofEntries(
                Map.entry("HOSTNAME", "node-1"),
                Map.entry("VIKING_IP", "10.0.0.1"),
                Map.entry("VIKING_TAGS", "ssd, big"),
                Map.entry("DOCKER_HOST", "unix:///run/other.sock"),
                Map.entry("DOCKER_TLS_VERIFY", "1"),
                Map.entry("DOCKER_CERT_PATH", "/certs"),
                Map.entry("VIKING_ENGINE", "tcp://10.0.0.1:2376"),
                Map.entry("VIKING_LISTEN", "172.17.0.1,fd00::1"),
                Map.entry("VIKING_LINKS", "open"),
                Map.entry("VIKING_BALANCE", "round-robin"),
                Map.entry("VIKING_DATA_PATH", "kernel"),
                Map.entry("VIKING_MAX_CONNECTIONS", "1000"),
                Map.entry("VIKING_MAX_CONNECTIONS_PER_SERVICE", "300"),
                Map.entry("VIKING_MAX_CONNECTIONS_PER_SOURCE", "200"),
                Map.entry("VIKING_STATUS", "[::1]:8000")));

    assertThat(options.host())
        .isEqualTo(
            host("node-1", "tcp://10.0.0.1:2376")
                .address("10.0.0.1")
                .addTags("ssd", "big")
                .build());
    assertThat(options.engine()).isEqualTo("unix:///run/other.sock");
    assertThat(options.engineOptions().certificates()).contains(Path.of("/certs"));
    assertThat(options.listenAddresses())
        .extracting(address -> address.getHostAddress())
        .containsExactly("172.17.0.1", "fd00:0:0:0:0:0:0:1");
    assertThat(options.links()).isEqualTo(Links.OPEN);
    assertThat(options.balance()).isEqualTo(Balance.ROUND_ROBIN);
    assertThat(options.dataPath()).isEqualTo(DataPathMode.KERNEL);
    assertThat(options.limits().total()).isEqualTo(1000);
    assertThat(options.limits().service()).isEqualTo(300);
    assertThat(options.limits().source()).isEqualTo(200);
    assertThat(options.status())
        .map(InetSocketAddress::toString)
        .contains("/[0:0:0:0:0:0:0:1]:8000");
  }

  @Test
  void optionsWinOverVariables() {
    AgentOptions options =
        options(
            Map.of("HOSTNAME", "node-1", "VIKING_LINKS", "closed", "VIKING_STATUS", "nonsense"),
            "--name",
            "node-2",
            "--links=open",
            "--status=off");

    assertThat(options.host().name()).isEqualTo("node-2");
    assertThat(options.links()).isEqualTo(Links.OPEN);
    assertThat(options.status()).isEmpty();
  }

  @Test
  void theAnnouncedEngineIsTheAgentsOwnUnlessItIsNamed() {
    AgentOptions options = options(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375"));

    assertThat(options.host().engine()).isEqualTo("tcp://10.0.0.1:2375");
    assertThat(options.engine()).isEqualTo("tcp://10.0.0.1:2375");
  }

  @Test
  void etcdWithoutTheHostsAddressIsRefused() {
    assertThatThrownBy(() -> options(Map.of("VIKING_ETCD", "10.0.0.9:2379")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "VIKING_ETCD is set but VIKING_IP is not: other hosts could not reach this one.\n"
                + "  Fix: set VIKING_IP to the host's private IP address.");
  }

  @Test
  void settingsOfEtcdThatContradictEachOtherAreRefused() {
    Map<String, String> variables =
        Map.of("VIKING_ETCD", "10.0.0.9:2379", "VIKING_ETCD_USER", "viking");

    assertThatThrownBy(() -> assembly(variables).store())
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("'viking' has no password", "Fix: ");
  }

  @Test
  void aCertificateThatIsNotThereIsRefused() {
    Map<String, String> variables =
        Map.of("VIKING_ETCD", "10.0.0.9:2379", "VIKING_ETCD_CA", "/no/such/ca.pem");

    assertThatThrownBy(() -> assembly(variables).store())
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("/no/such/ca.pem", "does not exist", "Fix: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0", "::", "224.0.0.1", "node-1", "10.0.0.256"})
  void anAddressThatOtherHostsCannotUseIsRefused(String address) {
    assertThatThrownBy(() -> options(Map.of("VIKING_IP", address)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "VIKING_IP is '"
                + address
                + "', which other hosts cannot use.\n"
                + "  Fix: set it to the host's private IP address.");
  }

  @ParameterizedTest
  @CsvSource({
    "HOSTNAME, node 1, host name 'node 1' is not valid",
    "DOCKER_HOST, 10.0.0.1:2375, but was '10.0.0.1:2375'",
    "VIKING_ENGINE, /var/run/docker.sock, but was '/var/run/docker.sock'",
  })
  void aHostThatCannotBeAnnouncedIsRefused(String variable, String value, String why) {
    assertThatThrownBy(() -> options(Map.of(variable, value)))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(why, "Fix: set HOSTNAME, DOCKER_HOST or VIKING_ENGINE.");
  }

  @Test
  void anAddressToListenOnMustBeALiteral() {
    assertThatThrownBy(() -> options(Map.of("VIKING_LISTEN", "172.17.0.1,docker0")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "VIKING_LISTEN has 'docker0', which is not an IP address.\n"
                + "  Fix: name the bridge's own addresses, or leave it out.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "::ffff:0.0.0.0"})
  void anAddressToListenOnIsNotEveryAddress(String every) {
    assertThatThrownBy(() -> options(Map.of("VIKING_LISTEN", "172.17.0.1," + every)))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(
            "VIKING_LISTEN has '" + every + "'", "Fix: name the bridge's own addresses");
  }

  @Test
  void anAgentInAProgramListensOnNoPublicAddressEither() {
    AgentOptions.Builder options =
        AgentOptions.builder()
            .from(options(Map.of()))
            .addListenAddresses(new InetSocketAddress(0).getAddress());

    assertThatThrownBy(options::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 0.0.0.0");
  }

  @ParameterizedTest
  @CsvSource({
    "VIKING_LINKS, closed, 'enforced, open'",
    "VIKING_BALANCE, random, 'least, round-robin'",
    "VIKING_DATA_PATH, fast, 'auto, kernel, relay'",
  })
  void aChoiceThatThereIsNotIsRefusedWithThoseThatThereAre(
      String variable, String value, String choices) {
    assertThatThrownBy(() -> options(Map.of(variable, value)))
        .isInstanceOf(UsageException.class)
        .hasMessage(variable + " is '" + value + "'.\n  Fix: set it to one of " + choices + ".");
  }

  @ParameterizedTest
  @CsvSource({
    "7946, must be written HOST:PORT",
    "127.0.0.1:0, 0",
    "127.0.0.1:65536, 65536",
    "localhost:7946, not an IP address",
    "0.0.0.0:7946, not a loopback address",
    "10.0.0.1:7946, not a loopback address",
    "on, must be written HOST:PORT",
  })
  void anAddressForTheStatusThatCannotBeUsedIsRefused(String value, String why) {
    assertThatThrownBy(() -> options(Map.of("VIKING_STATUS", value)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("VIKING_STATUS is '" + value + "': ")
        .hasMessageContaining(why)
        .hasMessageEndingWith("\n  Fix: write IP:PORT, as in 127.0.0.1:7946, or 'off'.");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, /viking, http://10.0.0.1'",
    "10.0.0.1:2379/v3, /viking, http://10.0.0.1:2379/v3'",
    "10.0.0.1:2379, viking, was 'viking'",
    "10.0.0.1:2379, /, was '/'",
  })
  void anEtcdThatCannotBeUsedIsRefused(String etcd, String key, String why) {
    AgentAssembly assembly = assembly(Map.of("VIKING_ETCD", etcd, "VIKING_KEY", key));

    assertThatThrownBy(assembly::store)
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(why, "Fix: set VIKING_ETCD and VIKING_KEY");
  }

  @Test
  void aListOfNoMembersOfEtcdIsNotTakenForNoEtcd() {
    AgentAssembly assembly = assembly(Map.of("VIKING_ETCD", ","));

    assertThatThrownBy(assembly::store)
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("VIKING_ETCD", "Fix: ");
  }

  @Test
  void theStoreIsInEtcdUnderTheKeyWhereEtcdIsNamed() {
    AgentAssembly assembly =
        assembly(Map.of("VIKING_ETCD", "10.0.0.1:2379", "VIKING_KEY", "/other"));

    try (ClusterStore store = assembly.store()) {
      assertThat(store.network()).hasToString("etcd://10.0.0.1:2379/other/network");
    }
  }

  @Test
  void withoutEtcdTheStoreIsInTheStateFolder(@TempDir Path folder) {
    AgentAssembly assembly =
        new AgentAssembly(
            AgentSettings.of(
                Map.of("VIKING_HOME", "/nowhere"), List.of("--home", folder.toString())),
            () -> "machine");

    try (ClusterStore store = assembly.store()) {
      store.ports().allocate(ServicePort.parse("shared/mongo/27017/tcp"));

      assertThat(folder.resolve("store").resolve("ports")).isRegularFile();
    }
  }

  @Test
  void theStateFolderIsTheOneOfTheCommandLineWhateverUserIsSaidToBe() {
    String other = "root".equals(System.getProperty("user.name")) ? "somebody" : "root";

    Path home = assembly(Map.of("USER", other)).home();

    assertThat(home).isEqualTo(StateFolder.of(Map.of()));
  }

  private static AgentOptions options(Map<String, String> variables, String... arguments) {
    try (ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT)) {
      AgentSettings settings = AgentSettings.of(variables, List.of(arguments));
      return new AgentAssembly(settings, () -> "machine").options(store).build();
    }
  }

  private static AgentAssembly assembly(Map<String, String> variables) {
    return new AgentAssembly(AgentSettings.of(variables, List.of()), () -> "machine");
  }

  private static Host.Builder host(String name, String engine) {
    return Host.builder().name(name).engine(engine);
  }
}

package io.viking.docker.ambassador;

import static io.viking.docker.ambassador.HostLab.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelPlanTest {
  private static final KernelLink WEB = new KernelLink(address("172.17.0.2"), 1432);

  private static KernelPlan.Builder plan(String... endpoints) {
    List<Endpoint> all = new ArrayList<>();
    for (String endpoint : endpoints) {
      all.add(new Endpoint("mongo", "id" + all.size(), HostAndPort.parse(endpoint)));
    }
    KernelPlan.Builder plan = KernelPlan.builder();
    plan.gateway(address("172.17.0.1"))
        .putServices(PortKey.tcp(1432), "mongo")
        .endpoints(EndpointSnapshot.of(1, all))
        .putPermitted(address("172.17.0.2"), Set.of(1432))
        .topology(
            Topology.builder()
                .putNetworks(address("172.17.0.2"), "br0")
                .putNetworks(address("172.17.0.3"), "br0")
                .putNetworks(address("172.18.0.3"), "br1")
                .putNetworks(address("172.18.0.9"), "br1")
                .putPublished(
                    new InetSocketAddress(address("10.0.0.1"), 32768),
                    Set.of(
                        new InetSocketAddress(address("172.18.0.3"), 80),
                        new InetSocketAddress(address("172.17.0.3"), 80)))
                .putPublished(
                    new InetSocketAddress(address("10.0.0.1"), 32769),
                    Set.of(new InetSocketAddress(address("172.18.0.9"), 80)))
                .build())
        .addHostAddresses(address("10.0.0.1"), address("172.17.0.1"));
    return plan;
  }

  private static List<String> targets(KernelTable table) {
    KernelChain chain = table.links().get(WEB);
    return chain == null
        ? List.of("no link")
        : table.targets(chain).stream()
            .map(target -> target.getAddress().getHostAddress() + ":" + target.getPort())
            .toList();
  }

  @Test
  void leadsToAnotherHostAtThePublishedAddress() {
    KernelTable table = plan("10.0.0.2:8000", "10.0.0.2:8000").build().table();

    assertThat(targets(table)).containsExactly("10.0.0.2:8000");
  }

  @Test
  void leadsToThisHostsContainerAtItsAddressInTheSourcesNetwork() {
    KernelTable table = plan("10.0.0.1:32768", "10.0.0.2:8000").build().table();

    assertThat(targets(table)).containsExactly("10.0.0.2:8000", "172.17.0.3:80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1:32769", // this host's container, on another bridge
        "10.0.0.1:1", // this host, but no container that is known
        "172.18.0.9:80", // a container of another bridge, by its own address
        "db.example.org:80", // a name
        "[fd00::2]:80", // the other family
        "127.0.0.1:80",
        "169.254.0.1:80",
        "224.0.0.1:80",
      })
  void leavesAServiceToTheRelayThatHasAnEndpointOutOfItsReach(String endpoint) {
    KernelTable table = plan("10.0.0.2:8000", endpoint).build().table();

    assertThat(targets(table)).isEmpty();
  }

  @Test
  void leavesAContainerToTheRelayThatIsAnEndpointItself() {
    KernelTable table = plan("172.17.0.2:80", "10.0.0.2:8000").build().table();

    assertThat(targets(table)).containsExactly("no link");
  }

  @Test
  void knowsNobodyWithoutAPermissionOrAService() {
    KernelTable unlinked = plan("10.0.0.2:8000").permitted(Map.of()).build().table();
    KernelTable closed = plan("10.0.0.2:8000").services(Map.of()).build().table();
    KernelTable udp =
        plan("10.0.0.2:8000").services(Map.of(PortKey.udp(1432), "mongo")).build().table();

    assertThat(List.of(unlinked, closed, udp))
        .containsOnly(KernelTable.empty(address("172.17.0.1")));
  }

  @Test
  void leadsASourceOfAnUnknownNetworkToOtherHostsOnly() {
    KernelTable remote = plan("10.0.0.2:8000").topology(Topology.empty()).build().table();
    KernelTable local = plan("10.0.0.1:32768").topology(Topology.empty()).build().table();

    assertThat(targets(remote)).containsExactly("10.0.0.2:8000");
    assertThat(targets(local)).isEmpty();
  }
}

package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of {@code GET /networks/bridge}, as engines give them. */
class BridgesTest {
  @Test
  void theGatewayIsTakenAsItIsNamed() throws Exception {
    BridgeGateways gateways = gateways("[{'Subnet':'172.17.0.0/16','Gateway':'172.17.0.254'}]");

    assertThat(gateways)
        .isEqualTo(new BridgeGateways(Optional.of("172.17.0.254"), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'Subnet':'172.17.0.0/16'}", "{'Subnet':'172.17.0.0/16','Gateway':''}"})
  void withoutAGatewayItIsTheFirstAddressOfTheSubnet(String config) throws Exception {
    BridgeGateways gateways = gateways("[" + config + "]");

    assertThat(gateways.ipv4()).contains("172.17.0.1");
    assertThat(gateways.ipv6()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.128/25", "fd00::/64", "fd00:0:0:0::/64", ""})
  void anAddressOfAnotherSubnetIsNotGuessed(String subnet) throws Exception {
    BridgeGateways gateways = gateways("[{'Subnet':'" + subnet + "'}]");

    assertThat(gateways.preferred()).isEmpty();
  }

  @Test
  void namesTheNetworksInWhichContainersReachEachOther() throws Exception {
    Network[] networks =
        new ObjectMapper()
            .readValue(
                """
                [{"Id":"0123456789abcdef","Options":{"com.docker.network.bridge.enable_icc":"false"}},
                 {"Id":"1123456789abcdef","Options":{"com.docker.network.bridge.enable_icc":"true"}},
                 {"Id":"2123456789abcdef","Options":{}},
                 {"Id":"3123456789abcdef"}]
                """,
                Network[].class);

    Set<String> connecting = Bridges.connecting(List.of(networks));

    assertThat(connecting).containsOnly("1123456789ab", "2123456789ab", "3123456789ab");
  }

  @Test
  void namesTheInterfacesOfTheBridgeNetworks() throws Exception {
    Network[] networks =
        new ObjectMapper()
            .readValue(
                """
                [{"Id":"0123456789abcdef","Driver":"bridge",
                  "Options":{"com.docker.network.bridge.name":"docker0"}},
                 {"Id":"1123456789abcdef","Driver":"bridge","Options":{}},
                 {"Id":"2123456789abcdef","Driver":"bridge"},
                 {"Id":"3123456789abcdef","Driver":"host","Options":{}},
                 {"Id":"4123456789abcdef","Driver":"macvlan","Options":{"parent":"eth0"}}]
                """,
                Network[].class);

    Set<String> interfaces = Bridges.interfaces(List.of(networks));

    assertThat(interfaces).containsOnly("docker0", "br-1123456789ab", "br-2123456789ab");
  }

  @Test
  void bothFamiliesAreTold() throws Exception {
    BridgeGateways gateways =
        gateways(
            "[{'Subnet':'fd00::/64','Gateway':'fd00::1/64'},"
                + "{'Subnet':'172.17.0.0/16','Gateway':'172.17.0.1'}]");

    assertThat(gateways.ipv4()).contains("172.17.0.1");
    assertThat(gateways.ipv6()).contains("fd00::1");
    assertThat(gateways.preferred()).contains("172.17.0.1");
  }

  @Test
  void aBridgeOfIpv6AlonePrefersIt() throws Exception {
    BridgeGateways gateways = gateways("[{'Subnet':'fd00::/64','Gateway':'fd00::1'}]");

    assertThat(gateways.ipv4()).isEmpty();
    assertThat(gateways.preferred()).contains("fd00::1");
  }

  @Test
  void theFirstOfSeveralIsTaken() throws Exception {
    BridgeGateways gateways = gateways("[{'Gateway':'10.1.0.1'},{'Gateway':'10.2.0.1'}]");

    assertThat(gateways.ipv4()).contains("10.1.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{'IPAM':{}}", "{'IPAM':{'Config':null}}", "{'IPAM':{'Config':[]}}"})
  void aNetworkWithoutAddressesHasNone(String network) throws Exception {
    assertThat(Bridges.gateways(network(network)).preferred()).isEmpty();
  }

  private static BridgeGateways gateways(String config) throws Exception {
    return Bridges.gateways(network("{'Name':'bridge','IPAM':{'Config':" + config + "}}"));
  }

  private static Network network(String json) throws Exception {
    return new ObjectMapper().readValue(json.replace('\'', '"'), Network.class);
  }
}

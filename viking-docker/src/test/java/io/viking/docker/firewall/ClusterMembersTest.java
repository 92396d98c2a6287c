package io.viking.docker.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Host;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterMembersTest {
  @Test
  void hostsAndEtcdMembersBelongToItWithThePortsTheyListenOn() throws UnknownHostException {
    Map<String, InetAddress> names =
        Map.of("etcd.local", InetAddress.getByAddress(new byte[] {10, 0, 0, 9}));
    Perimeter.Builder perimeter = Perimeter.builder();

    ClusterMembers.addTo(
        perimeter,
        List.of(
            Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:4243"),
            Host.of("node-2", "fd00::2", "tcp://[fd00::2]:2376"),
            Host.builder().name("node-3").engine("unix:///var/run/docker.sock").build()),
        List.of("10.0.0.8:2379", "https://[fd00::8]:12379/", "etcd.local:2379"),
        name -> List.of(names.get(name)));

    assertThat(perimeter.build().trusted())
        .extracting(AddressBlock::toString)
        .containsExactlyInAnyOrder("10.0.0.1", "fd00::2", "10.0.0.8", "fd00::8", "10.0.0.9");
    assertThat(PortSpans.of(perimeter.build().controlPorts()).spans())
        .extracting(PortSpan::toString)
        .containsExactly("2375-2376/tcp", "2379-2380/tcp", "4243/tcp", "12379/tcp");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, tcp://10.0.0.1:2376, true",
    "fd00::1, tcp://[fd00::1]:2376, true",
    "10.0.0.1, unix:///var/run/docker.sock, true",
    "0.0.0.0/0, tcp://10.0.0.1:2376, false",
    "node-1, tcp://10.0.0.1:2376, false",
    "'10.0.0.1; reboot', tcp://10.0.0.1:2376, false",
    "10.0.0.1, tcp://10.0.0.1:99999, false",
    "10.0.0.1, tcp://a b:1, false"
  })
  void rulesAreMadeFromOneAddressAndAnEnginesUrl(String address, String engine, boolean usable) {
    assertThat(ClusterMembers.isUsable(Host.of("node-1", address, engine))).isEqualTo(usable);
  }
}

package io.viking.examples.cli;

import io.viking.docker.LocalHost;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.firewall.AddressBlock;
import io.viking.docker.firewall.Backend;
import io.viking.docker.firewall.ClusterMembers;
import io.viking.docker.firewall.LocalContainers;
import io.viking.docker.firewall.Perimeter;
import io.viking.docker.firewall.PortSpan;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the firewall of this host is made from. */
final class FirewallOptions {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--open",
      split = ",",
      paramLabel = "PORT",
      defaultValue = "${env:VIKING_VPC_OPEN}",
      description =
          "What everybody may reach of what would be closed, as in 443,8000-8010,53/udp."
              + " [VIKING_VPC_OPEN]")
  private List<String> open = List.of();

  @Option(
      names = "--trust",
      split = ",",
      paramLabel = "ADDRESS",
      defaultValue = "${env:VIKING_VPC_TRUST}",
      description =
          "Who is trusted as the cluster's hosts are, as in 10.0.0.9,fd00::/64. [VIKING_VPC_TRUST]")
  private List<String> trust = List.of();

  @Option(
      names = "--bridges",
      split = ",",
      paramLabel = "NAME",
      description =
          "The interfaces behind which containers are, in place of asking the engine for them and"
              + " for published ports.")
  private List<String> bridges = List.of();

  @Option(
      names = "--backend",
      paramLabel = "PROGRAM",
      description = "nftables or iptables; default: nftables if there is nft.")
  private @Nullable Backend backend;

  /** By which program, if that was said. */
  Optional<Backend> backend() {
    return Optional.ofNullable(backend);
  }

  /**
   * What there is to protect on this host, and whom from.
   *
   * @throws IllegalArgumentException if no host of a cluster is known: to close etcd to all of them
   *     is hardly what is meant
   */
  Perimeter perimeter() {
    Perimeter.Builder perimeter = Perimeter.builder().allocated(cluster.range());
    given(open).map(PortSpan::parse).forEach(perimeter::addOpen);
    given(trust).map(AddressBlock::parse).forEach(perimeter::addTrusted);
    List<Host> hosts = hosts();
    if (!cluster.etcd().isEmpty() && hosts.isEmpty() && given(trust).findAny().isEmpty()) {
      throw new IllegalArgumentException(
          "no host of the cluster is known, so that etcd would be closed to all of them.\n"
              + "  Fix: name them with --hosts or --trust, or start their agents");
    }
    ClusterMembers.addTo(perimeter, hosts, cluster.etcd(), FirewallOptions::addresses);
    Host local = LocalHost.of(System.getenv());
    local.address().map(AddressBlock::parse).ifPresent(perimeter::addTrusted);
    given(List.of(System.getenv().getOrDefault("VIKING_LISTEN", "").split("[,\\s]+")))
        .map(AddressBlock::parse)
        .forEach(perimeter::addGateways);
    if (given(bridges).findAny().isPresent()) {
      LocalContainers.bridges(perimeter, given(bridges).toList());
    } else {
      try (EngineClient engine = EngineClient.open(local.engine(), cluster.engines())) {
        LocalContainers.addTo(perimeter, engine);
      }
    }
    return perimeter.build();
  }

  private List<Host> hosts() {
    List<Host> given = cluster.hosts();
    if (!given.isEmpty()) {
      return given;
    }
    try (ClusterStore store = cluster.openStore()) {
      return store.hosts().hosts().stream().filter(ClusterMembers::isUsable).toList();
    }
  }

  private static Stream<String> given(List<String> words) {
    return words.stream().filter(word -> !word.isBlank());
  }

  private static List<InetAddress> addresses(String name) {
    try {
      return List.of(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "the address of etcd member '"
              + name
              + "' is not known.\n  Fix: give its IP address, or mend the name service",
          e);
    }
  }
}

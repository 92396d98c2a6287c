package io.viking.docker.ambassador;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A host as an engine makes one: the bridge {@code br0} with the containers web, two and three, a
 * bridge {@code br1} with the container far, rules that keep the bridges apart, and another host
 * behind the host's own address. Each is a network namespace, with the addresses of both {@link
 * LabNet}s.
 */
final class LabHost implements AutoCloseable {
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Map<String, String> bridges = new LinkedHashMap<>();
  private final Map<String, Namespace> containers = new LinkedHashMap<>();
  private final Namespace host;
  private final Namespace remote;

  LabHost() {
    this.host = keep(Namespace.create("host"));
    try {
      bridge("br0");
      bridge("br1");
      container("web", "br0");
      container("two", "br0");
      container("three", "br0");
      container("far", "br1");
      this.remote = keep(Namespace.create("remote"));
      cable(remote, "veth-remote");
      for (LabNet net : LabNet.values()) {
        host.ip("addr add " + net.onInterface(net.host()) + " dev veth-remote");
        remote.ip("addr add " + net.onInterface(net.remote(2)) + " dev eth0");
        remote.ip("addr add " + net.onInterface(net.remote(3)) + " dev eth0");
        host.exec("nft", engine(net));
      }
      host.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
      host.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What an engine does with packets, as far as it concerns us. */
  private static String engine(LabNet net) {
    return """
    table FAMILY engine {
      chain output { type nat hook output priority -100; }
      chain postrouting {
        type nat hook postrouting priority 100;
        FAMILY saddr BR0 oifname != br0 masquerade
        FAMILY saddr BR1 oifname != br1 masquerade
      }
      chain forward {
        type filter hook forward priority 0; policy drop;
        ct state established,related accept
        iifname br0 oifname != br1 accept
        iifname br1 oifname != br0 accept
      }
    }
    """
        .replace("FAMILY", net.family)
        .replace("BR0", net.subnet("br0"))
        .replace("BR1", net.subnet("br1"));
  }

  private void bridge(String name) {
    host.ip("link add " + name + " type bridge");
    for (LabNet net : LabNet.values()) {
      host.ip("addr add " + net.onInterface(net.gateway(name)) + " dev " + name);
    }
    host.ip("link set " + name + " up");
  }

  private void container(String name, String bridge) {
    Namespace made = keep(Namespace.create(name));
    containers.put(name, made);
    bridges.put(name, bridge);
    cable(made, "veth-" + name);
    host.ip("link set veth-" + name + " master " + bridge);
    for (LabNet net : LabNet.values()) {
      made.ip("addr add " + net.onInterface(net.container(name)) + " dev eth0");
      made.ip("route add default via " + net.gateway(bridge));
    }
  }

  private void cable(Namespace end, String name) {
    host.ip("link add " + name + " type veth peer name eth0 netns " + end.name());
    host.ip("link set " + name + " up");
    end.ip("link set eth0 up");
  }

  private <T extends AutoCloseable> T keep(T resource) {
    resources.push(resource);
    return resource;
  }

  Namespace host() {
    return host;
  }

  Namespace remote() {
    return remote;
  }

  Namespace container(String name) {
    return Objects.requireNonNull(containers.get(name), name);
  }

  /** From each container to its bridge. */
  Map<String, String> bridges() {
    return bridges;
  }

  /** What wants to connect to the host's address there is led to that container. */
  void publish(LabNet net, int number, String container, int port) {
    host.exec(
        "nft",
        "add rule %s engine output %s daddr %s tcp dport %d dnat to %s"
            .formatted(
                net.family,
                net.family,
                net.host(),
                number,
                net.target(net.container(container), port)));
  }

  @Override
  public void close() {
    try {
      for (AutoCloseable resource : resources) {
        resource.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

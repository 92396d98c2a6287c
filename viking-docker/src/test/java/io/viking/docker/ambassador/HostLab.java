package io.viking.docker.ambassador;

import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A host with an ambassador, as an engine makes one: the bridge {@code br0} (172.31.0.1) with the
 * containers web, two and three (172.31.0.2 to 4), a bridge {@code br1} with the container far
 * (172.32.0.2), rules that keep the bridges apart and publish ports, and the host remote
 * (10.77.0.2, 10.77.0.3) behind the host's address 10.77.0.1. Each is a network namespace.
 */
final class HostLab implements AutoCloseable {
  static final String GATEWAY = "172.31.0.1";
  static final String HOST = "10.77.0.1";

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Map<String, String> networks = new HashMap<>();
  private final Map<InetSocketAddress, Set<InetSocketAddress>> published = new HashMap<>();
  private final Map<PortKey, String> listeners = new LinkedHashMap<>();
  private final Map<String, List<HostAndPort>> endpoints = new LinkedHashMap<>();
  private final Map<InetAddress, Set<Integer>> permissions = new LinkedHashMap<>();
  private final Namespace host;
  private final Namespace remote;
  private final Map<String, Namespace> containers = new LinkedHashMap<>();
  private final UnaryOperator<AmbassadorOptions.Builder> change;
  private Optional<Ambassador> ambassador = Optional.empty();
  private long revision;

  HostLab(UnaryOperator<AmbassadorOptions.Builder> change) {
    this.change = change;
    this.host = keep(Namespace.create("host"));
    try {
      bridge("br0", GATEWAY);
      bridge("br1", "172.32.0.1");
      container("web", "br0", "172.31.0.2");
      container("two", "br0", "172.31.0.3");
      container("three", "br0", "172.31.0.4");
      container("far", "br1", "172.32.0.2");
      this.remote = keep(Namespace.create("remote"));
      cable(remote, "veth-remote");
      host.ip("addr add " + HOST + "/24 dev veth-remote");
      remote.ip("addr add 10.77.0.2/24 dev eth0");
      remote.ip("addr add 10.77.0.3/24 dev eth0");
      host.exec("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
      engine();
      start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What an engine does with packets, as far as it concerns us. */
  private void engine() {
    host.exec(
        "nft",
        """
        table ip engine {
          chain output { type nat hook output priority -100; }
          chain postrouting {
            type nat hook postrouting priority 100;
            ip saddr 172.31.0.0/24 oifname != br0 masquerade
            ip saddr 172.32.0.0/24 oifname != br1 masquerade
          }
          chain forward {
            type filter hook forward priority 0; policy drop;
            ct state established,related accept
            iifname br0 oifname != br1 accept
            iifname br1 oifname != br0 accept
          }
        }
        """);
  }

  private void bridge(String name, String address) {
    host.ip("link add " + name + " type bridge");
    host.ip("addr add " + address + "/24 dev " + name);
    host.ip("link set " + name + " up");
  }

  private void container(String name, String bridge, String address) {
    Namespace made = keep(Namespace.create(name));
    containers.put(name, made);
    networks.put(address, bridge);
    cable(made, "veth-" + name);
    host.ip("link set veth-" + name + " master " + bridge);
    made.ip("addr add " + address + "/24 dev eth0");
    made.ip("route add default via " + address.replaceAll("[0-9]+$", "1"));
  }

  private void cable(Namespace end, String name) {
    host.ip("link add " + name + " type veth peer name eth0 netns " + end.name());
    host.ip("link set " + name + " up");
    end.ip("link set eth0 up");
  }

  /** Starts the ambassador, and tells it all that is known. */
  void start() {
    host.run(
        () -> {
          ambassador =
              Optional.of(
                  Ambassador.start(
                      change
                          .apply(AmbassadorOptions.builder().bindAddress(address(GATEWAY)))
                          .build()));
        });
    tell();
  }

  Ambassador ambassador() {
    return ambassador.orElseThrow();
  }

  Namespace host() {
    return host;
  }

  Namespace container(String name) {
    return Objects.requireNonNull(containers.get(name), name);
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T extends AutoCloseable> T keep(T resource) {
    resources.push(resource);
    return resource;
  }

  /** A server on another host that says the line and waits for the client's end. */
  TcpServer remote(String ip, String line) throws IOException {
    return keep(remote.call(() -> TcpServer.greeting(address(ip), 0, line)));
  }

  /** A server where another one was. */
  TcpServer again(HostAndPort address, String line) throws IOException {
    return keep(
        remote.call(() -> TcpServer.greeting(address(address.host()), address.port(), line)));
  }

  /** Counts from now on what wants to connect to the other host. */
  void countAttempts() {
    remote.exec(
        "nft",
        "table ip seen { chain input { type filter hook input priority 0;"
            + " tcp flags & (syn|ack) == syn counter\n}\n}\n");
  }

  /** How many wanted to connect since. */
  int attempts() {
    return Integer.parseInt(
        remote
            .exec("nft", "list", "table", "ip", "seen")
            .replaceAll("(?s).*packets ([0-9]+).*", "$1"));
  }

  /** A server in a container; answers the address at which it is published. */
  HostAndPort published(String container, String line) throws IOException {
    Namespace namespace = container(container);
    String own = ownAddress(container);
    TcpServer server = keep(namespace.call(() -> TcpServer.greeting(address(own), 0, line)));
    int port = server.address().port();
    int number = 32000 + published.size();
    host.exec(
        "nft",
        "add rule ip engine output ip daddr "
            + HOST
            + " tcp dport "
            + number
            + " dnat to "
            + own
            + ":"
            + port);
    published.put(
        new InetSocketAddress(address(HOST), number),
        Set.of(new InetSocketAddress(address(own), port)));
    tell();
    return new HostAndPort(HOST, number);
  }

  String ownAddress(String container) {
    return switch (container) {
      case "web" -> "172.31.0.2";
      case "two" -> "172.31.0.3";
      case "three" -> "172.31.0.4";
      default -> "172.32.0.2";
    };
  }

  void listen(int port, String service) {
    listeners.put(PortKey.tcp(port), service);
    tell();
  }

  void unlisten(int port) {
    listeners.remove(PortKey.tcp(port));
    tell();
  }

  void endpoints(String service, HostAndPort... addresses) {
    endpoints.put(service, List.of(addresses));
    tellEndpoints();
  }

  void permit(String container, Integer... ports) {
    permissions.put(address(ownAddress(container)), Set.of(ports));
    host.run(() -> ambassador().permissions(permissions));
  }

  private void tell() {
    Topology.Builder topology = Topology.builder().published(published);
    networks.forEach((ip, network) -> topology.putNetworks(address(ip), network));
    host.run(
        () -> {
          ambassador().topology(topology.build());
          ambassador().permissions(permissions);
        });
    tellEndpoints();
    host.run(() -> ambassador().listeners(listeners));
  }

  private void tellEndpoints() {
    List<Endpoint> all = new ArrayList<>();
    endpoints.forEach(
        (name, list) ->
            list.forEach(one -> all.add(new Endpoint(name, name + "_" + all.size(), one))));
    host.run(() -> ambassador().endpoints(EndpointSnapshot.of(++revision, all)));
  }

  /** A connection from that container to that port of the ambassador; closed with the lab. */
  Socket connect(String container, int port) throws IOException {
    return container(container)
        .call(
            () -> {
              Socket socket = keep(new Socket());
              socket.setSoTimeout(10_000);
              socket.connect(new InetSocketAddress(address(GATEWAY), port), 5_000);
              return socket;
            });
  }

  /** The line that the server behind that port says to that container. */
  String ask(String container, int port) throws IOException {
    try (Socket socket = connect(container, port)) {
      return line(socket);
    }
  }

  /** The line that a server says first. */
  static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\n'; c = socket.getInputStream().read()) {
      if (c < 0) {
        throw new IOException("the stream ended after '" + line + "'");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** Whether the connection carries a byte there and back. */
  static boolean echoes(Socket socket) throws IOException {
    socket.getOutputStream().write('x');
    return socket.getInputStream().read() == 'x';
  }

  @Override
  public void close() {
    try {
      ambassador.ifPresent(Ambassador::close);
      for (AutoCloseable resource : resources) {
        resource.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

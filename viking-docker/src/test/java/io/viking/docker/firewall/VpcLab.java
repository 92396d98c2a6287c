package io.viking.docker.firewall;

import io.viking.docker.ambassador.Namespace;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.testing.Command;
import io.viking.docker.testing.PrivateEngine;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A host with a real engine, and everybody who may try its ports: the host itself, containers on
 * two of its networks, a host of the cluster and one that is none on the same private network, and
 * one outside on another. Each is a network namespace, of both IP families.
 */
final class VpcLab implements AutoCloseable {
  static final String CLUSTER = "10.88.0.1";
  static final String CLUSTER6 = "fd88::1";
  private static final String LAN = "10.88.0.3";
  private static final String LAN6 = "fd88::3";
  // Begins as the cluster's host does.
  private static final String PRIVATE = "10.88.0.10";
  private static final String PRIVATE6 = "fd88::10";
  private static final String WAN = "203.0.113.1";
  private static final String WAN6 = "2001:db8::1";
  private static final String OUTSIDE = "203.0.113.2";
  private static final String OUTSIDE6 = "2001:db8::2";
  private static final String GATEWAY = "172.17.0.1";
  private static final String GATEWAY6 = "fd17::1";

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Namespace> namespaces = new LinkedHashMap<>();
  private final PrivateEngine engine;
  private final Place host;
  private final List<String> containerAddresses;
  private final Echoes secrets;

  VpcLab() {
    this.engine = keep(PrivateEngine.start());
    try {
      // Or no address of IPv6 could be used for a second in which others might claim it.
      for (String device : List.of("all", "default", "docker0")) {
        inHost("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/" + device + "/accept_dad");
      }
      engine.restartWith(
          "--experimental", "--ip6tables", "--ipv6", "--fixed-cidr-v6=" + GATEWAY6 + "/64");
      cables();
      String image = engine.image("test/plain");
      docker("network", "create", "--ipv6", "--subnet=fd18::/64", "apart");
      String web =
          docker("run", "-d", "-p=8080:8000", "-p=8081:443", "-p=8443:80", "-p=5353:53/udp", image);
      this.host = place("the host itself", engine.network());
      Place server = place("web", engine.networkOf(web));
      places.remove("web");
      place("its container", engine.networkOf(docker("run", "-d", image)));
      place("on another network", engine.networkOf(docker("run", "-d", "--network=apart", image)));
      List.of("cluster host", "private host", "outside host")
          .forEach(
              name ->
                  place(
                      name,
                      Path.of("/run/netns", Objects.requireNonNull(namespaces.get(name)).name())));
      this.secrets = new Echoes(server);
      List.of(8000, 443).forEach(port -> secrets.tcp("::", port));
      secrets.udp(53);
      new Echoes(server).tcp("::", 80);
      Echoes services = new Echoes(host);
      List.of(22, 2376, 2379, 2380).forEach(port -> services.tcp("::", port));
      services.tcp(GATEWAY, 10001);
      services.tcp(GATEWAY6, 10001);
      this.containerAddresses =
          List.of(
              inspect(web, ".NetworkSettings.IPAddress"),
              inspect(web, ".NetworkSettings.GlobalIPv6Address"));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void cables() {
    Namespace network = keep(Namespace.create("switch"));
    network.ip("link add br0 type bridge");
    network.ip("link set br0 up");
    inHost(
        "ip",
        "link",
        "add",
        "lan0",
        "type",
        "veth",
        "peer",
        "name",
        "host",
        "netns",
        network.name());
    network.ip("link set host master br0 up");
    address("lan0", LAN + "/24", LAN6 + "/64");
    guest("cluster host", "c", network, List.of(CLUSTER, CLUSTER6));
    guest("private host", "p", network, List.of(PRIVATE, PRIVATE6));
    Namespace outside = keep(Namespace.create("o"));
    namespaces.put("outside host", outside);
    inHost(
        "ip",
        "link",
        "add",
        "wan0",
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        outside.name());
    address("wan0", WAN + "/24", WAN6 + "/64");
    connect(outside, List.of(OUTSIDE, OUTSIDE6), List.of(WAN, WAN6));
    inHost("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    inHost("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
  }

  private void guest(String name, String end, Namespace network, List<String> addresses) {
    Namespace made = keep(Namespace.create(end));
    namespaces.put(name, made);
    network.ip("link add " + end + " type veth peer name eth0 netns " + made.name());
    network.ip("link set " + end + " master br0 up");
    connect(made, addresses, List.of(LAN, LAN6));
  }

  /** Everything else is behind the host: so its containers' own addresses can be tried. */
  private static void connect(Namespace made, List<String> addresses, List<String> host) {
    made.ip("link set eth0 up");
    made.ip("addr add " + addresses.get(0) + "/24 dev eth0");
    made.ip("addr add " + addresses.get(1) + "/64 dev eth0");
    host.forEach(gateway -> made.ip("route add default via " + gateway));
  }

  private void address(String device, String... addresses) {
    for (String one : addresses) {
      inHost("ip", "address", "add", one, "dev", device);
    }
    inHost("ip", "link", "set", device, "up");
  }

  private Place place(String name, Path network) {
    Place made = keep(new Place(name, network));
    places.put(name, made);
    return made;
  }

  private <T extends AutoCloseable> T keep(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Everybody who tries, by name. */
  Map<String, Place> places() {
    return places;
  }

  /** Those who are to get nowhere. */
  List<Place> strangers() {
    return List.of(
        Objects.requireNonNull(places.get("private host")),
        Objects.requireNonNull(places.get("outside host")));
  }

  /** All ports as that place finds them. */
  List<Target> targets(Place from) {
    boolean outside = from.name().equals("outside host");
    List<Target> targets = new ArrayList<>();
    targets.addAll(targets(outside ? WAN : LAN, GATEWAY, containerAddresses.get(0)));
    targets.add(new Target(Door.ENGINE, engine.hostAddress(), 2375));
    targets.addAll(targets(outside ? WAN6 : LAN6, GATEWAY6, containerAddresses.get(1)));
    return targets;
  }

  private static List<Target> targets(String address, String gateway, String container) {
    return List.of(
        new Target(Door.SSH, address, 22),
        new Target(Door.PUBLISHED, address, 8080),
        new Target(Door.PUBLISHED_UDP, address, 5353),
        new Target(Door.OPENED, address, 8443),
        new Target(Door.OPEN_NUMBER, address, 8081),
        new Target(Door.CONTAINER, container, 8000),
        new Target(Door.ENGINE_TLS, address, 2376),
        new Target(Door.ETCD, address, 2379),
        new Target(Door.ETCD_PEER, address, 2380),
        new Target(Door.AMBASSADOR, gateway, 10001));
  }

  /** Forgets who has come so far. */
  void forgetGuests() {
    secrets.forget();
  }

  /** Whether a stranger's connection has come to a container's server that is none of his. */
  boolean strangersWereSeen() {
    return List.of(PRIVATE, PRIVATE6, OUTSIDE, OUTSIDE6).stream().anyMatch(secrets::hasSeen);
  }

  /** The rules of a cluster of this host and the cluster's. */
  RuleSet rules() {
    Perimeter.Builder perimeter = Perimeter.builder();
    try (EngineClient client = EngineClient.open(engine.address(), EngineOptions.defaults())) {
      inNetwork(
          () -> {
            LocalContainers.addTo(perimeter, client);
            return Optional.empty();
          });
    }
    return RuleSet.of(
        perimeter
            .addTrusted(AddressBlock.parse(CLUSTER), AddressBlock.parse(CLUSTER6))
            .addTrusted(AddressBlock.parse(LAN), AddressBlock.parse(LAN6))
            // The JVM reads IPv6 addresses from /proc/net, which is its first thread's.
            .addGateways(AddressBlock.parse(GATEWAY6))
            .addOpen(PortSpan.parse("8443"), PortSpan.parse("443"))
            .build());
  }

  /** Runs a task in the host's network. */
  <T> T inNetwork(Callable<T> task) {
    return host.run(task).join();
  }

  /** What anybody but us filters and translates there, without counters. */
  String others() {
    return inHost(
        "sh", "-c", "for f in ip ip6; do for t in filter nat; do ${f}tables -t $t -S; done; done");
  }

  /** All that is filtered and translated there, by whom ever, without counters. */
  String ruleset() {
    return inHost("nft", "--stateless", "list", "ruleset")
        .replaceAll("counter packets [0-9]+ bytes [0-9]+", "counter");
  }

  void killEngine() {
    engine.kill();
  }

  void startEngine() {
    engine.restart();
  }

  String inHost(String... command) {
    return Command.run(engine.inNetwork(command));
  }

  private String inspect(String container, String field) {
    return docker("inspect", "--format={{" + field + "}}", container);
  }

  String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "-H", engine.address()));
    command.addAll(List.of(arguments));
    return Command.run(command);
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

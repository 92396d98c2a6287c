package io.viking.docker.ambassador;

import io.viking.ports.Departures;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A {@link LabHost} with an ambassador on an address of its bridges, or one on each of several,
 * that are all told the same. Servers and clients have addresses of one {@link LabNet}.
 */
final class HostLab implements AutoCloseable {
  private final LabNet net;
  private final LabHost machines;
  private final List<String> gateways;
  private final UnaryOperator<AmbassadorOptions.Builder> change;
  private final Deque<AutoCloseable> resources = new ConcurrentLinkedDeque<>();
  private final Map<String, Ambassador> ambassadors = new LinkedHashMap<>();
  private final Map<InetSocketAddress, Set<InetSocketAddress>> published = new HashMap<>();
  private final Map<PortKey, String> listeners = new LinkedHashMap<>();
  private final Map<String, List<HostAndPort>> endpoints = new LinkedHashMap<>();
  private final Map<InetAddress, Set<Integer>> permissions = new LinkedHashMap<>();
  private long revision;

  HostLab(LabNet net, UnaryOperator<AmbassadorOptions.Builder> change) {
    this(net, List.of(net.gateway()), change);
  }

  HostLab(LabNet net, List<String> gateways, UnaryOperator<AmbassadorOptions.Builder> change) {
    this.net = net;
    this.gateways = gateways;
    this.change = change;
    this.machines = new LabHost();
    try {
      gateways.forEach(this::start);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts the ambassador of that address, and tells it all that is known. */
  void start(String gateway) {
    host()
        .run(
            () ->
                ambassadors.put(
                    gateway,
                    Ambassador.start(
                        change
                            .apply(AmbassadorOptions.builder().bindAddress(address(gateway)))
                            .build())));
    tell();
  }

  /** The ambassador of the first address. */
  Ambassador ambassador() {
    return ambassador(gateways.get(0));
  }

  Ambassador ambassador(String gateway) {
    return Objects.requireNonNull(ambassadors.get(gateway), gateway);
  }

  /** Closes the ambassador of that address; it is told nothing any more. */
  void stop(String gateway) {
    ambassador(gateway).close();
    ambassadors.remove(gateway);
  }

  Namespace host() {
    return machines.host();
  }

  static InetAddress address(String text) {
    return LabNet.address(text);
  }

  private <T extends AutoCloseable> T keep(T resource) {
    resources.push(resource);
    return resource;
  }

  /**
   * A server at that address of the other host that says the line and waits for the client's end.
   */
  TcpServer remote(int number, String line) throws IOException {
    return serve(address(net.remote(number)), 0, line);
  }

  /** A server at that address of the other host that resets each connection. */
  TcpServer resetting(int number) throws IOException {
    InetAddress ip = address(net.remote(number));
    return keep(
        machines.remote().call(() -> TcpServer.talking(ip, client -> client.setSoLinger(true, 0))));
  }

  /** A server where another one was. */
  TcpServer again(HostAndPort address, String line) throws IOException {
    return serve(address(address.host()), address.port(), line);
  }

  private TcpServer serve(InetAddress ip, int port, String line) throws IOException {
    return keep(machines.remote().call(() -> TcpServer.greeting(ip, port, line)));
  }

  /** Counts from now on what wants to connect to the other host. */
  void countAttempts() {
    machines
        .remote()
        .exec(
            "nft",
            "table inet seen { chain input { type filter hook input priority 0;"
                + " tcp flags & (syn|ack) == syn counter\n}\n}\n");
  }

  /** How many wanted to connect since. */
  int attempts() {
    return Integer.parseInt(
        machines
            .remote()
            .exec("nft", "list", "table", "inet", "seen")
            .replaceAll("(?s).*packets ([0-9]+).*", "$1"));
  }

  /** A server in a container; answers the address at which it is published. */
  HostAndPort published(String container, String line) throws IOException {
    InetAddress own = address(net.container(container));
    TcpServer server =
        keep(machines.container(container).call(() -> TcpServer.greeting(own, 0, line)));
    int port = server.address().port();
    int number = 32000 + published.size();
    machines.publish(net, number, container, port);
    published.put(
        new InetSocketAddress(address(net.host()), number),
        Set.of(new InetSocketAddress(own, port)));
    tell();
    return new HostAndPort(net.host(), number);
  }

  void listen(int port, String service) {
    listeners.put(PortKey.tcp(port), service);
    tellListeners();
  }

  void unlisten(int port) {
    listeners.remove(PortKey.tcp(port));
    tellListeners();
  }

  void endpoints(String service, HostAndPort... addresses) {
    endpoints.put(service, List.of(addresses));
    tellEndpoints();
  }

  /** Only these ports may be used by that container, whichever of its addresses it comes from. */
  void permit(String container, Integer... ports) {
    for (LabNet each : LabNet.values()) {
      permit(each, container, ports);
    }
  }

  /** Only these ports may be used by that container's address of that family. */
  void permit(LabNet family, String container, Integer... ports) {
    permissions.put(address(family.container(container)), Set.of(ports));
    tellPermissions();
  }

  private void tell() {
    Topology.Builder topology = Topology.builder().published(published);
    for (LabNet each : LabNet.values()) {
      machines
          .bridges()
          .forEach(
              (container, bridge) ->
                  topology.putNetworks(address(each.container(container)), bridge));
    }
    tell(one -> one.topology(topology.build()));
    tellPermissions();
    tellEndpoints();
    tellListeners();
  }

  private void tellPermissions() {
    tell(one -> one.permissions(permissions));
  }

  // In the host's namespace: sockets are opened, threads and programs started.
  private void tell(Consumer<Ambassador> news) {
    host().run(() -> ambassadors.values().forEach(news));
  }

  private void tellEndpoints() {
    List<Endpoint> all = new ArrayList<>();
    endpoints.forEach(
        (name, list) ->
            list.forEach(one -> all.add(new Endpoint(name, name + "_" + all.size(), one))));
    EndpointSnapshot snapshot = EndpointSnapshot.of(++revision, all);
    tell(one -> one.endpoints(snapshot));
  }

  private void tellListeners() {
    tell(one -> one.listeners(listeners));
  }

  /** A connection from that container to that port of the ambassador; closed with the lab. */
  Socket connect(String container, int port) throws IOException {
    return connect(container, gateways.get(0), port);
  }

  Socket connect(String container, String gateway, int port) throws IOException {
    return keep(open(container, gateway, port, 0));
  }

  /** A connection from that port of the container, or any if it is 0. */
  private Socket open(String container, String gateway, int port, int from) throws IOException {
    return machines
        .container(container)
        .call(
            () -> {
              Socket socket = new Socket();
              try {
                socket.setSoTimeout(10_000);
                socket.bind(new InetSocketAddress(from));
                socket.connect(new InetSocketAddress(address(gateway), port), 5_000);
                return socket;
              } catch (IOException e) {
                socket.close();
                throw e;
              }
            });
  }

  /** The line that the server behind that port says to that container. */
  String ask(String container, int port) throws IOException {
    return ask(container, gateways.get(0), port);
  }

  String ask(String container, String gateway, int port) throws IOException {
    return ask(container, gateway, port, 0);
  }

  /** The same from that port of the container. */
  String askFrom(int from, String container, int port) throws IOException {
    return ask(container, gateways.get(0), port, from);
  }

  private String ask(String container, String gateway, int port, int from) throws IOException {
    try (Socket socket = open(container, gateway, port, from)) {
      return line(socket);
    }
  }

  /** How many of so many connections of a container fail at once, made by some threads. */
  int refused(String container, int port, int connections, int threads) throws IOException {
    InetSocketAddress server = new InetSocketAddress(address(gateways.get(0)), port);
    return machines
        .container(container)
        .call(
            () -> {
              // Threads are where the one is that starts them.
              ExecutorService some = Executors.newFixedThreadPool(threads);
              try {
                List<Future<Integer>> parts = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                  parts.add(some.submit(() -> refused(server, connections / threads)));
                }
                int all = 0;
                for (Future<Integer> part : parts) {
                  all += part.get();
                }
                return all;
              } finally {
                some.shutdownNow();
              }
            });
  }

  private static int refused(InetSocketAddress server, int connections) {
    int refused = 0;
    for (int i = 0; i < connections; i++) {
      try (Socket socket = new Socket()) {
        socket.setSoTimeout(10_000);
        socket.connect(server, 10_000);
        line(socket);
      } catch (SocketTimeoutException e) {
        // Neither answered nor refused: not counted.
      } catch (IOException e) {
        refused++;
      }
    }
    return refused;
  }

  /** A connection from another container's address, as one that forges it would make it. */
  Socket connectAs(String other, String container, int port) throws IOException {
    String forged = net.container(other);
    Namespace forger = machines.container(container);
    forger.ip("addr add " + net.alone(forged) + " dev lo");
    return keep(
        forger.call(
            () -> {
              Socket socket = new Socket();
              try {
                socket.bind(new InetSocketAddress(address(forged), 0));
                socket.connect(new InetSocketAddress(address(gateways.get(0)), port), 3_000);
                return socket;
              } catch (IOException e) {
                socket.close();
                throw e;
              }
            }));
  }

  /** The line that the server behind that port says to a process of the host itself. */
  String askFromHost(int port) throws IOException {
    return host()
        .call(
            () -> {
              try (Socket socket = new Socket()) {
                socket.setSoTimeout(10_000);
                socket.connect(new InetSocketAddress(address(gateways.get(0)), port), 5_000);
                return line(socket);
              }
            });
  }

  /** Whether the host remembers a connection from that port. */
  boolean isTracked(int from) {
    return host().exec("cat", "/proc/net/nf_conntrack").contains(" sport=" + from + " ");
  }

  /** Whether a new connection may go to that endpoint. */
  boolean mayBegin(Endpoint endpoint) {
    return OpenConnections.mayBegin(List.copyOf(ambassadors.values()), Set.of(endpoint));
  }

  /** How many connections the host still has to that endpoint. */
  int openConnections(Endpoint endpoint) {
    try {
      return host()
          .call(
              () ->
                  OpenConnections.create()
                      .count(
                          List.copyOf(ambassadors.values()), Map.of(endpoint, List.of(endpoint))))
          .getOrDefault(endpoint, Departures.UNKNOWN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
      ambassadors.values().forEach(Ambassador::close);
      for (AutoCloseable resource : resources) {
        resource.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      machines.close();
    }
  }
}

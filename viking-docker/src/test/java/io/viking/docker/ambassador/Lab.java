package io.viking.docker.ambassador;

import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.UnaryOperator;

/** An ambassador on loopback, with links open unless a test says otherwise. */
final class Lab implements AutoCloseable {
  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Ambassador ambassador;
  private final InetAddress address;
  private final Map<PortKey, String> listeners = new LinkedHashMap<>();
  private final Map<String, List<HostAndPort>> endpoints = new LinkedHashMap<>();
  private final Deque<AutoCloseable> resources = new ConcurrentLinkedDeque<>();
  private long revision;

  private Lab(AmbassadorOptions options) {
    this.ambassador = Ambassador.start(options);
    this.address = options.bindAddress();
  }

  static Lab start() {
    return start(options -> options);
  }

  static Lab start(RelayPath path) {
    return start(path, options -> options);
  }

  static Lab start(RelayPath path, UnaryOperator<AmbassadorOptions.Builder> change) {
    return start(options -> change.apply(path.choose(options)));
  }

  static Lab start(UnaryOperator<AmbassadorOptions.Builder> change) {
    return new Lab(
        change.apply(AmbassadorOptions.builder().bindAddress(LOOPBACK).links(Links.OPEN)).build());
  }

  /** What a policy without an ambassador has counted. */
  static AmbassadorStatus report(Core core) {
    return core.traffic()
        .report()
        .held(core.held())
        .dataPath(DataPathStatus.builder().inUse(DataPathMode.RELAY).build())
        .build();
  }

  Ambassador ambassador() {
    return ambassador;
  }

  AmbassadorStatus status() {
    return ambassador.status();
  }

  /** Closes it when the lab is closed. */
  <T extends AutoCloseable> T keep(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Listens on a free TCP port for that service, and answers the port. */
  int listen(String service) {
    PortKey port = PortKey.tcp(freeTcpPort(address));
    listen(port, service);
    return port.port();
  }

  int listenUdp(String service) {
    PortKey port = PortKey.udp(freeUdpPort());
    listen(port, service);
    return port.port();
  }

  void listen(PortKey port, String service) {
    listeners.put(port, service);
    Map<PortKey, String> problems = ambassador.listeners(listeners);
    if (problems.containsKey(port)) {
      throw new AssertionError(problems.get(port));
    }
  }

  void unlisten(PortKey port) {
    listeners.remove(port);
    ambassador.listeners(listeners);
  }

  void endpoints(String service, HostAndPort... addresses) {
    endpoints.put(service, List.of(addresses));
    List<Endpoint> all = new ArrayList<>();
    endpoints.forEach(
        (name, list) ->
            list.forEach(one -> all.add(new Endpoint(name, name + "_" + all.size(), one))));
    ambassador.endpoints(EndpointSnapshot.of(++revision, all));
  }

  /** A client of that port; kept until the lab is closed. */
  Socket connect(int port) throws IOException {
    return connect(port, address);
  }

  /** A client with that source address. */
  Socket connect(int port, InetAddress source) throws IOException {
    Socket socket = keep(new Socket());
    socket.setSoTimeout(20_000);
    socket.bind(new InetSocketAddress(source, 0));
    socket.connect(new InetSocketAddress(address, port), 20_000);
    return socket;
  }

  /** What a new client of that port receives up to the end of the stream. */
  String ask(int port) throws IOException {
    try (Socket socket = connect(port)) {
      return readAll(socket);
    }
  }

  static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  static int freeTcpPort(InetAddress address) {
    try (ServerSocket probe = new ServerSocket(0, 1, address)) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freeUdpPort() {
    try (DatagramSocket probe = new DatagramSocket(0, LOOPBACK)) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An address where nobody listens: connections are refused. */
  static HostAndPort deadEndpoint() {
    return new HostAndPort(LOOPBACK.getHostAddress(), freeTcpPort(LOOPBACK));
  }

  @Override
  public void close() {
    try {
      for (AutoCloseable resource : resources) {
        resource.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      ambassador.close();
    }
  }
}

package io.viking.docker.agent;

import io.viking.docker.registrar.IpLiteral;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A {@link LinkTable} as lines that people can read. Pure. */
final class LinkTableText {
  private static final String HEADER = "# viking agent-links 1";
  private static final String END = "end";

  private final LinkTable.Builder table = LinkTable.builder();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private long revision;

  private LinkTableText() {}

  static String write(LinkTable table) {
    StringBuilder text = new StringBuilder(256).append(HEADER).append('\n');
    table.addresses().forEach(address -> line(text, "address", address.getHostAddress()));
    table.listeners().forEach((port, name) -> line(text, "listener", port, name));
    table.fixedEndpoints().forEach(endpoint -> line(text, "fixed", endpoint));
    line(text, "revision", table.endpoints().revision());
    table
        .endpoints()
        .byService()
        .values()
        .forEach(some -> some.forEach(endpoint -> line(text, "endpoint", endpoint)));
    table
        .permissions()
        .forEach(
            (source, ports) ->
                line(
                    text,
                    Stream.concat(
                            Stream.of("permission", source.getHostAddress()),
                            new TreeSet<>(ports).stream())
                        .toArray()));
    return text.append(END).append('\n').toString();
  }

  private static void line(StringBuilder text, String word, Endpoint endpoint) {
    line(text, word, endpoint.service(), endpoint.id(), endpoint.address());
  }

  private static void line(StringBuilder text, Object... words) {
    for (int i = 0; i < words.length; i++) {
      text.append(i == 0 ? "" : " ").append(words[i]);
    }
    text.append('\n');
  }

  /**
   * The table that was written.
   *
   * @throws IllegalArgumentException if this version has not written that text, or not all of it
   */
  static LinkTable read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IllegalArgumentException("it does not start with '" + HEADER + "'");
    }
    if (!lines.get(lines.size() - 1).equals(END)) {
      throw new IllegalArgumentException("its end is missing");
    }
    LinkTableText read = new LinkTableText();
    for (String line : lines.subList(1, lines.size() - 1)) {
      try {
        read.take(line.split(" ", -1));
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw new IllegalArgumentException("'" + line + "': " + e.getMessage(), e);
      }
    }
    return read.table.endpoints(EndpointSnapshot.of(read.revision, read.endpoints)).build();
  }

  private void take(String[] words) {
    switch (words[0]) {
      case "address" -> table.addAddresses(ip(words[1]));
      case "listener" -> table.putListeners(port(words[1]), name(words[2]));
      case "fixed" -> table.addFixedEndpoints(endpoint(words));
      case "revision" -> revision = Long.parseLong(words[1]);
      case "endpoint" -> endpoints.add(endpoint(words));
      case "permission" -> table.putPermissions(ip(words[1]), ports(words));
      default -> throw new IllegalArgumentException("unknown");
    }
  }

  private static Set<Integer> ports(String[] words) {
    Set<Integer> ports = new TreeSet<>();
    for (int i = 2; i < words.length; i++) {
      ports.add(port(words[i]));
    }
    return ports;
  }

  private static InetAddress ip(String word) {
    return IpLiteral.parse(word).orElseThrow(() -> new IllegalArgumentException("no IP address"));
  }

  private static int port(String word) {
    int port = Integer.parseInt(word);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("no port");
    }
    return port;
  }

  private static String name(String word) {
    if (!Endpoint.isKeyPart(word)) {
      throw new IllegalArgumentException("no registry name");
    }
    return word;
  }

  private static Endpoint endpoint(String[] words) {
    return new Endpoint(words[1], words[2], HostAndPort.parse(words[3]));
  }
}

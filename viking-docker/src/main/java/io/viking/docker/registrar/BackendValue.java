package io.viking.docker.registrar;

import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the value of {@code BACKEND_<port>} in the forms that ambassadord took: {@code
 * etcd://host/path/name}, {@code host:port}, and a comma list of the latter.
 */
final class BackendValue {
  private static final Pattern URL = Pattern.compile("([a-z]+)://([^/]*)(/.*)?");
  private static final List<String> SCHEMES = List.of("etcd", "local", "memory");

  private final String networkPath;

  /**
   * @param networkPath the path that this agent's store keeps its endpoints under, such as {@code
   *     /viking/network}
   */
  BackendValue(String networkPath) {
    this.networkPath = networkPath;
  }

  /**
   * @throws IllegalArgumentException if the value has none of the forms; the message says why
   */
  BackendTarget parse(String value) {
    Matcher url = URL.matcher(value);
    if (!url.matches()) {
      return new BackendTarget.Fixed(
          Stream.of(value.split(",", -1)).map(part -> address(part.trim())).toList());
    }
    if (!SCHEMES.contains(url.group(1))) {
      throw new IllegalArgumentException("the scheme '" + url.group(1) + "' is not supported");
    }
    return service(url.group(3) == null ? "" : url.group(3));
  }

  // The host in the URL is not compared: every member of an etcd cluster has another one.
  private BackendTarget service(String path) {
    String start = networkPath + "/";
    if (!path.startsWith(start)) {
      throw new IllegalArgumentException(
          "it names another network than this agent's " + networkPath);
    }
    String name = path.substring(start.length());
    if (!Endpoint.isKeyPart(name)) {
      throw new IllegalArgumentException("'" + name + "' is not a registry name");
    }
    return new BackendTarget.Service(name);
  }

  private static HostAndPort address(String text) {
    HostAndPort address = HostAndPort.parse(text);
    // Literals only: a name would have to be looked up, which can block for long and changes.
    InetAddress ip =
        IpLiteral.parse(address.host())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'" + address.host() + "' is not an IP address; names are not looked up"));
    if (ip.isLoopbackAddress() || ip.isAnyLocalAddress()) {
      throw new IllegalArgumentException("'" + address.host() + "' would be the host itself");
    }
    return address;
  }
}

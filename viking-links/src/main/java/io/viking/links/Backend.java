package io.viking.links;

import java.net.URI;

/**
 * What a container reaches its links through.
 *
 * @param host the name or address of the ambassador as the container sees it; {@link #HOST_NAME}
 *     unless the container has another way to it
 * @param network what the value of {@code BACKEND_<port>} starts with, before {@code /<registry
 *     name>}: {@code etcd://10.0.0.1:2379/viking/network}
 */
public record Backend(String host, URI network) {
  /** The name under which a container finds its host's ambassador. */
  public static final String HOST_NAME = "backends";

  /**
   * @throws IllegalArgumentException if the host is not a name or an IPv4 address: it is written
   *     into {@code tcp://host:port} as it is, which is how Docker does it
   */
  public Backend {
    LinkHost.check(host);
  }

  /** The ambassador under its usual name. */
  public static Backend of(URI network) {
    return new Backend(HOST_NAME, network);
  }

  /** The value of {@code BACKEND_<port>} for the service registered under that name. */
  String value(String registryName) {
    String start = network.toString();
    return (start.endsWith("/") ? start : start + "/") + registryName;
  }
}

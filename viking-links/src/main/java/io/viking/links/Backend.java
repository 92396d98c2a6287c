package io.viking.links;

import java.net.URI;

/**
 * What a container reaches its links through.
 *
 * @param host the name or address of the ambassador as the container sees it; {@link #HOST_NAME}
 *     except in tests against Docker's own links
 * @param network what the value of {@code BACKEND_<port>} starts with, before {@code /<registry
 *     name>}: {@code etcd://10.0.0.1:2379/viking/network}
 */
public record Backend(String host, URI network) {
  /** The name under which a container finds its host's ambassador. */
  public static final String HOST_NAME = "backends";
}

package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of this host, in the network namespace of this process. */
final class HostAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(HostAddresses.class);

  private HostAddresses() {}

  /**
   * @throws SocketException if the system does not tell
   */
  static Set<InetAddress> read() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .collect(Collectors.toSet());
  }

  /** The same; none if the system does not tell. */
  static Set<InetAddress> known() {
    try {
      return read();
    } catch (SocketException e) {
      LOG.warn("this host's own addresses are not known: {}", e.getMessage());
      return Set.of();
    }
  }
}

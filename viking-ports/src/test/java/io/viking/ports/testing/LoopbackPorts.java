package io.viking.ports.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports on loopback for servers that will be killed and started again.
 *
 * <p>Below the range that the kernel takes outgoing connections' ports from: there, a client that
 * goes on connecting to a server that is down would in the end connect to itself, and the server
 * could not come back.
 */
public final class LoopbackPorts {
  private static final int FIRST = 15000;
  private static final int LAST = 32000;

  private LoopbackPorts() {}

  /** That many different ones. */
  public static List<Integer> free(int count) {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      int candidate = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (!ports.contains(candidate) && isFree(candidate)) {
        ports.add(candidate);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}

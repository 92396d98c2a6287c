package io.viking.docker.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Whether an address is one of this machine's, as this process sees it. */
final class LocalAddress {
  private LocalAddress() {}

  /**
   * @throws IllegalStateException if this process cannot listen on the address
   */
  static void require(InetAddress address) {
    try (ServerSocket probe = new ServerSocket(0, 1, address)) {
      if (!probe.isBound()) {
        throw new IOException("not bound");
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot listen on "
              + address.getHostAddress()
              + ", the address of the engine's bridge: "
              + e.getMessage()
              + ".\n  Fix: run the agent on the engine's machine, in the host's network.",
          e);
    }
  }
}

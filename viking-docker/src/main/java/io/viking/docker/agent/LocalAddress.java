package io.viking.docker.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Whether an address is one of this machine's, as this process sees it. */
final class LocalAddress {
  private LocalAddress() {}

  /** Whether this process can listen on the address. */
  static boolean isOne(InetAddress address) {
    return failure(address).isEmpty();
  }

  /**
   * @throws IllegalStateException if this process cannot listen on the address
   */
  static void require(InetAddress address) {
    failure(address)
        .ifPresent(
            failure -> {
              throw new IllegalStateException(
                  "cannot listen on "
                      + address.getHostAddress()
                      + ", the address of the engine's bridge: "
                      + failure.getMessage()
                      + ".\n  Fix: run the agent on the engine's machine, in the host's network.",
                  failure);
            });
  }

  private static Optional<IOException> failure(InetAddress address) {
    try (ServerSocket probe = new ServerSocket(0, 1, address)) {
      return probe.isBound() ? Optional.empty() : Optional.of(new IOException("not bound"));
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}

package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A source's right to a port.
 *
 * @param source the container's address
 * @param port the allocated TCP port
 */
record KernelLink(InetAddress source, int port) implements Comparable<KernelLink> {
  private static final Comparator<KernelLink> ORDER =
      Comparator.comparing((KernelLink link) -> link.source().getAddress(), Arrays::compareUnsigned)
          .thenComparingInt(KernelLink::port);

  @Override
  public int compareTo(KernelLink other) {
    return ORDER.compare(this, other);
  }
}

package io.viking.docker.ambassador;

import java.util.Comparator;

/**
 * The choice of an endpoint of one port's service, for the sources of one network.
 *
 * @param port the allocated TCP port
 * @param network the sources' bridge; empty text where it is not known
 */
record KernelChain(int port, String network) implements Comparable<KernelChain> {
  private static final Comparator<KernelChain> ORDER =
      Comparator.comparingInt(KernelChain::port).thenComparing(KernelChain::network);

  @Override
  public int compareTo(KernelChain other) {
    return ORDER.compare(this, other);
  }
}

package io.viking.docker.ambassador;

/**
 * What the kernel has led to one port's service.
 *
 * @param connections the connections opened
 * @param up bytes of packets from clients, with their IP and TCP headers
 * @param down the same from endpoints
 */
record KernelCounts(long connections, long up, long down) {
  static final KernelCounts NONE = new KernelCounts(0, 0, 0);

  KernelCounts plus(KernelCounts other) {
    return new KernelCounts(connections + other.connections, up + other.up, down + other.down);
  }

  /** Whether these can come after those, of counters that only grow. */
  boolean follow(KernelCounts other) {
    return connections >= other.connections && up >= other.up && down >= other.down;
  }
}

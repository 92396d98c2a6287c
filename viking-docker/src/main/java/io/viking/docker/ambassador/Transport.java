package io.viking.docker.ambassador;

/** What the relay moves TCP connections with. */
public enum Transport {
  /** {@link #EPOLL} where this machine has it, else {@link #NIO}. */
  AUTO,
  /** Linux's epoll, with file descriptors and no buffer of a connection's own. */
  EPOLL,
  /** Java's own selectors: works everywhere. */
  NIO
}

package io.viking.docker.ambassador;

import java.util.Optional;

/** Who passes a connection on: this process, or the kernel by itself. */
public enum DataPathMode {
  /** The kernel where it can, else the relay, with one line in the log that says why. */
  AUTO,
  /** This process, for every connection; needs no privilege. */
  RELAY,
  /** The kernel; an ambassador does not start where it can't. */
  KERNEL;

  /**
   * Why this process cannot use the path that was demanded, and how to mend that; empty if it can,
   * and where nothing is demanded. Whether packets are forwarded is not looked at: an engine that
   * is about to start sees to that.
   */
  public Optional<String> missing() {
    return this == KERNEL ? KernelSupport.missing() : Optional.empty();
  }
}

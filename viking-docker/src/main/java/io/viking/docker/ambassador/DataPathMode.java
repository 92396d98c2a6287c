package io.viking.docker.ambassador;

/** Who passes a connection on: this process, or the kernel by itself. */
public enum DataPathMode {
  /** The kernel where it can, else the relay, with one line in the log that says why. */
  AUTO,
  /** This process, for every connection; needs no privilege. */
  RELAY,
  /** The kernel; an ambassador does not start where it can't. */
  KERNEL
}

package io.viking.docker.ambassador;

/** Who may connect. */
public enum Links {
  /** Only a source address whose permissions name the port. */
  ENFORCED,
  /** Whoever reaches the listener. */
  OPEN
}

package io.viking.docker.ambassador;

/** How one of several endpoints is chosen for a new connection. */
public enum Balance {
  /** The endpoint with the fewest connections through this ambassador; ties at random. */
  LEAST_CONNECTIONS,
  /** One after the other, for each service. */
  ROUND_ROBIN
}

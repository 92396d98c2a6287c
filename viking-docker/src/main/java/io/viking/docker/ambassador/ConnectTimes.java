package io.viking.docker.ambassador;

import java.time.Duration;

/**
 * Is told how long each TCP connection took to find an endpoint. Called on event loops, by several
 * threads at once: must not block.
 */
@FunctionalInterface
public interface ConnectTimes {
  /**
   * An endpoint has accepted.
   *
   * @param service the registry name of the service
   * @param took the time since the first endpoint was tried
   */
  void connected(String service, Duration took);
}

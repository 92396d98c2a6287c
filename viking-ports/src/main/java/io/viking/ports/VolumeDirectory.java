package io.viking.ports;

import java.util.Map;
import java.util.Optional;

/**
 * The host that each volume of the cluster is on. Unlike containers, volumes are data: what a dead
 * host holds must not be taken for missing. Safe for use by several threads.
 */
public interface VolumeDirectory {
  /**
   * The host's name by the volume's name; unmodifiable. Hosts may be gone.
   *
   * @throws StoreUnavailableException if the store cannot be read in time
   */
  Map<String, String> homes();

  /**
   * Records that the volume is on that host from now on.
   *
   * @throws IllegalArgumentException if a name could not stand in a key
   * @throws StoreUnavailableException if the store cannot be written in time
   */
  void record(String volume, String host);

  /**
   * Forgets the volume, so that it may be made anew on any host.
   *
   * @return the host it was recorded on, or empty
   * @throws StoreUnavailableException if the store cannot be written in time
   */
  Optional<String> forget(String volume);
}

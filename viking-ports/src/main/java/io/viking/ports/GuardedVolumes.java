package io.viking.ports;

import java.util.Map;
import java.util.Optional;

/**
 * A volume directory that is written only under a lock that cannot be lost without notice.
 *
 * @param volumes where it is written
 * @param lock what must be held
 */
record GuardedVolumes(VolumeDirectory volumes, StackLock lock) implements VolumeDirectory {
  @Override
  public Map<String, String> homes() {
    return volumes.homes();
  }

  @Override
  public void record(String volume, String host) {
    lock.requireHeld();
    volumes.record(volume, host);
  }

  @Override
  public Optional<String> forget(String volume) {
    lock.requireHeld();
    return volumes.forget(volume);
  }
}

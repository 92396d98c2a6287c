package io.viking.ports;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The homes of volumes in this process. */
final class MemoryVolumes implements VolumeDirectory {
  private final Map<String, String> homes = new TreeMap<>();

  @Override
  public synchronized Map<String, String> homes() {
    return Map.copyOf(homes);
  }

  @Override
  public synchronized void record(String volume, String host) {
    VolumeNames.check(volume, host);
    homes.put(volume, host);
  }

  @Override
  public synchronized Optional<String> forget(String volume) {
    return Optional.ofNullable(homes.remove(volume));
  }
}

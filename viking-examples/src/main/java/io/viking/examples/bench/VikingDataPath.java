package io.viking.examples.bench;

import io.viking.docker.ambassador.Ambassador;
import io.viking.docker.ambassador.AmbassadorOptions;
import io.viking.docker.ambassador.DataPathMode;
import java.util.Optional;

/** How an ambassador is told which data path to take. */
final class VikingDataPath {
  private VikingDataPath() {}

  /** Why there is no kernel path to measure; empty when there is one. */
  static Optional<String> kernelMissing() {
    return DataPathMode.KERNEL.missing();
  }

  /** Chooses the way's data path. */
  static AmbassadorOptions.Builder choose(AmbassadorOptions.Builder options, Way way) {
    return options.dataPath(mode(way));
  }

  /**
   * Refuses to measure one path under another one's name.
   *
   * @throws BenchmarkException if the way's data path is not in use
   */
  static void requireInUse(Ambassador ambassador, Way way) {
    DataPathMode inUse = ambassador.status().dataPath().inUse();
    if (inUse != mode(way)) {
      throw new BenchmarkException(way + " is not measured: " + inUse + " is in use");
    }
  }

  private static DataPathMode mode(Way way) {
    return way == Way.KERNEL ? DataPathMode.KERNEL : DataPathMode.RELAY;
  }
}

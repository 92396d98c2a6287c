package io.viking.examples.bench;

import io.viking.docker.ambassador.AmbassadorOptions;
import java.util.Optional;

/** How an ambassador is told which data path to take. */
final class VikingDataPath {
  private VikingDataPath() {}

  /** Why there is no kernel path to measure; empty when there is one. */
  static Optional<String> kernelMissing() {
    return Optional.of("this viking has none");
  }

  /** Chooses the way's data path. */
  static AmbassadorOptions.Builder choose(AmbassadorOptions.Builder options, Way way) {
    if (way == Way.KERNEL) {
      throw new BenchmarkException("there is no kernel path: " + kernelMissing().orElse(""));
    }
    return options;
  }
}

package io.viking.examples.bench;

import io.viking.docker.ambassador.AmbassadorOptions;
import io.viking.docker.ambassador.DataPathMode;
import java.util.List;
import java.util.Optional;

/** How an ambassador is told which data path to take. */
final class VikingDataPath {
  private VikingDataPath() {}

  /** Why there is no kernel path to measure; empty when there is one. */
  static Optional<String> kernelMissing() {
    try {
      Tool.demand(List.of("nft", "list", "tables"));
      return Optional.empty();
    } catch (BenchmarkException e) {
      return Optional.of("nftables cannot be used (apt-get install nftables): " + e.getMessage());
    }
  }

  /** Chooses the way's data path. */
  static AmbassadorOptions.Builder choose(AmbassadorOptions.Builder options, Way way) {
    return options.dataPath(way == Way.KERNEL ? DataPathMode.KERNEL : DataPathMode.RELAY);
  }
}

package io.viking.examples.bench;

import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.PortRange;
import java.time.Duration;

/**
 * How the benchmark opens viking's store: as a user would, with a range that it will not use up.
 */
final class VikingStore {
  /** As wide as the numbers of five digits allow. */
  static final PortRange RANGE = new PortRange(10_000, 65_535);

  private VikingStore() {}

  static ClusterStore open(Target target) {
    return ClusterStore.etcd(
        EtcdOptions.builder()
            .endpoints(target.endpoints())
            .baseKey(target.baseKey())
            .ports(RANGE)
            // A slow disk is to be measured, not to fail.
            .deadline(Duration.ofSeconds(30))
            .build());
  }
}

package io.viking.links;

import java.util.ArrayList;
import java.util.List;

/**
 * Two or more consecutive ports of one protocol.
 *
 * @param first the lowest
 * @param last the highest
 */
record PortRun(AllocatedPort first, AllocatedPort last) {

  /**
   * The runs among these ports, each as long as it can be. A gap between the allocated ports ends a
   * run too, since a consumer counts from the first one upwards.
   *
   * @param ports in Docker's order
   */
  static List<PortRun> of(List<AllocatedPort> ports) {
    List<PortRun> runs = new ArrayList<>();
    int first = 0;
    for (int next = 1; next <= ports.size(); next++) {
      AllocatedPort last = ports.get(next - 1);
      if (next < ports.size() && last.isFollowedBy(ports.get(next))) {
        continue;
      }
      if (next - 1 > first) {
        runs.add(new PortRun(ports.get(first), last));
      }
      first = next;
    }
    return runs;
  }
}

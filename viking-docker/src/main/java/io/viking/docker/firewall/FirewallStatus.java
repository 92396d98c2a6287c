package io.viking.docker.firewall;

import java.util.List;

/**
 * The firewall as it is, beside what it should be. Immutable.
 *
 * @param inPlace whether there are rules of ours
 * @param asWanted whether they are all that should be there, and nothing else
 * @param byBoth whether the other program has rules of ours as well
 * @param trusted whose connections the rules take for the cluster's, sorted
 */
public record FirewallStatus(
    boolean inPlace, boolean asWanted, boolean byBoth, List<AddressBlock> trusted) {
  /** Copies what it is given. */
  public FirewallStatus {
    trusted = List.copyOf(trusted);
  }
}

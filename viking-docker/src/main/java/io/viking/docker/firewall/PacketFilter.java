package io.viking.docker.firewall;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the kernel of this network namespace filters by, as one of the programs shows it. */
interface PacketFilter {
  /**
   * Puts the rules in the place of those that are there, if any, in one step.
   *
   * @throws IOException if the program fails, with what it says; then nothing was changed
   */
  void apply(RuleSet rules) throws IOException;

  /**
   * Takes away all of ours.
   *
   * @return whether there was any
   */
  boolean remove() throws IOException;

  /** All of ours as the program lists it; empty if there is nothing. */
  Optional<String> listing() throws IOException;

  /** What would be listed if the rules were the first ones ever; touches nothing of this host. */
  String listingOf(RuleSet rules) throws IOException;

  /** Whose connections such a listing takes for the cluster's. */
  List<AddressBlock> trusted(String listing);
}

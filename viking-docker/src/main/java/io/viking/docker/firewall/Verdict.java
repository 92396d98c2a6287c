package io.viking.docker.firewall;

/** What happens to a packet. */
sealed interface Verdict {
  /** It is none of our business: whatever else the host filters may still refuse it. */
  record Pass() implements Verdict {}

  /** It vanishes. */
  record Drop() implements Verdict {}

  /** The rules of that chain decide, and if none does it passes. */
  record Go(RuleSet.Chain chain) implements Verdict {}

  Verdict PASS = new Pass();
  Verdict DROP = new Drop();
}

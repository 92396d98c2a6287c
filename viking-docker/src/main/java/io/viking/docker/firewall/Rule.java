package io.viking.docker.firewall;

import java.util.List;

/**
 * What happens to a packet that is all of this.
 *
 * @param matches none: every packet
 * @param verdict what happens to it
 */
record Rule(List<Match> matches, Verdict verdict) {
  Rule {
    matches = List.copyOf(matches);
  }

  static Rule of(Verdict verdict, Match... matches) {
    return new Rule(List.of(matches), verdict);
  }
}

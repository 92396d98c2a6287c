package io.viking.ports;

import io.viking.model.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How full the range of numbers is, and what lies outside of it. Pure. */
final class RangeCheck {
  private static final String SUBJECT = "ports";
  private static final int WARNING_PERCENT = 80;
  private static final int ERROR_PERCENT = 95;

  private RangeCheck() {}

  /**
   * @param given the numbers that somebody has, each once
   * @param withheld the numbers that nobody can be given at the moment
   */
  static List<Finding> of(PortRange range, Set<Integer> given, Set<Integer> withheld) {
    List<Finding> findings = new ArrayList<>();
    Set<Integer> taken = new HashSet<>(given);
    taken.addAll(withheld);
    findings.add(usage(range, taken.stream().filter(range::contains).count()));
    List<Integer> outside =
        given.stream().filter(number -> !range.contains(number)).sorted().toList();
    if (!outside.isEmpty()) {
      findings.add(
          Finding.warning(
              SUBJECT,
              outside.size()
                  + " numbers are outside the range "
                  + range
                  + ": "
                  + shortened(outside)
                  + ". They stay valid.",
              "use the same --port-range everywhere, unless it was changed on purpose."));
    }
    return findings;
  }

  private static Finding usage(PortRange range, long taken) {
    long percent = taken * 100 / range.size();
    String what =
        taken
            + " of the "
            + range.size()
            + " numbers of "
            + range
            + " are taken or withheld ("
            + percent
            + " %).";
    String fix = "release services that are gone (viking ports release), or widen --port-range.";
    if (percent >= ERROR_PERCENT) {
      return Finding.error(SUBJECT, what, fix);
    }
    return percent >= WARNING_PERCENT
        ? Finding.warning(SUBJECT, what, fix)
        : Finding.ok(SUBJECT, what);
  }

  private static String shortened(List<Integer> numbers) {
    String first = String.join(", ", numbers.stream().limit(10).map(String::valueOf).toList());
    return numbers.size() > 10 ? first + ", ..." : first;
  }
}

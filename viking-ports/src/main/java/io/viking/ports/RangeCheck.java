package io.viking.ports;

import io.viking.model.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How full the range of numbers is, and what lies outside of it. Pure. */
final class RangeCheck {
  private static final String SUBJECT = "ports";
  private static final int WARNING_PERCENT = 80;
  private static final int ERROR_PERCENT = 95;

  private RangeCheck() {}

  /**
   * @param taken the numbers that nobody can be given, each once
   */
  static List<Finding> of(PortRange range, Collection<Integer> taken) {
    List<Finding> findings = new ArrayList<>();
    long inside = taken.stream().filter(range::contains).count();
    findings.add(usage(range, inside));
    List<Integer> outside =
        taken.stream().filter(number -> !range.contains(number)).sorted().toList();
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
            + " are taken ("
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

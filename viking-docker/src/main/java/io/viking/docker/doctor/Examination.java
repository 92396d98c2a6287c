package io.viking.docker.doctor;

import io.viking.model.Finding;
import io.viking.model.Finding.Severity;
import java.util.List;

/**
 * What a {@link Doctor} has found.
 *
 * @param findings the worst first, then in alphabetical order
 */
public record Examination(List<Finding> findings) {
  /** Sorts them. */
  public Examination {
    findings = findings.stream().sorted(Finding.WORST_FIRST).distinct().toList();
  }

  /** How many findings are of that severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Whether nothing is wrong; there may be warnings. */
  public boolean isHealthy() {
    return count(Severity.ERROR) == 0;
  }
}

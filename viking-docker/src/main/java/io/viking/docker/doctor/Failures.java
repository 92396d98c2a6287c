package io.viking.docker.doctor;

import io.viking.model.Finding;

/** What could not be looked at, as a finding. */
final class Failures {
  private static final String FIX = "\n  Fix: ";

  private Failures() {}

  /**
   * @param message one of viking's own, which end in how to mend it, or any other
   */
  static Finding finding(String subject, String message) {
    int fix = message.indexOf(FIX);
    return fix < 0
        ? Finding.error(subject, message, "see that it runs and that this machine reaches it.")
        : Finding.error(subject, message.substring(0, fix), message.substring(fix + FIX.length()));
  }
}

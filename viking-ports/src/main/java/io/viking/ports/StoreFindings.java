package io.viking.ports;

import io.viking.model.Finding;

/** What could not be looked at, as a finding. */
final class StoreFindings {
  private static final String FIX = "\n  Fix: ";

  private StoreFindings() {}

  /** Viking's own messages end in how to mend it. */
  static Finding failure(String subject, Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    int fix = message.indexOf(FIX);
    return fix < 0
        ? Finding.error(subject, message, "see the log.")
        : Finding.error(subject, message.substring(0, fix), message.substring(fix + FIX.length()));
  }
}

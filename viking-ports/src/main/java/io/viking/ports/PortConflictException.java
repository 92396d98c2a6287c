package io.viking.ports;

import java.util.List;

/** Records that were to be added contradict those that are there; nothing was written. */
public final class PortConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> conflicts;

  /** For those contradictions, each a sentence; at least one. */
  public PortConflictException(List<String> conflicts) {
    super(
        "the records contradict those that are there; nothing was written:\n  "
            + String.join("\n  ", conflicts)
            + "\n  Fix: find out which containers run with which number; then release the wrong"
            + " service port, or take it out of the file.");
    this.conflicts = List.copyOf(conflicts);
  }

  /** The contradictions, each a sentence. */
  public List<String> conflicts() {
    return conflicts;
  }
}

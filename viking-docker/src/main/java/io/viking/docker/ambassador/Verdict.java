package io.viking.docker.ambassador;

/** Whether a source may use a port. */
enum Verdict {
  PERMITTED,
  NOT_PERMITTED,
  /** No permission mentions the source: it may be a container that started a moment ago. */
  UNKNOWN,
  /** Unknown, and too many are waiting to be decided. */
  NO_ROOM,
  /** There are as many connections as there may be. */
  FULL,
  /** The source has as many connections as one may have. */
  SOURCE_FULL;

  /**
   * The refusal that follows.
   *
   * @throws IllegalStateException if the source is permitted
   */
  Refusal refusal() {
    return switch (this) {
      case NOT_PERMITTED -> Refusal.NOT_PERMITTED;
      case UNKNOWN -> Refusal.UNKNOWN_SOURCE;
      case NO_ROOM -> Refusal.TOO_MANY_HELD;
      case FULL -> Refusal.TOO_MANY_CONNECTIONS;
      case SOURCE_FULL -> Refusal.TOO_MANY_FROM_SOURCE;
      case PERMITTED -> throw new IllegalStateException("a permitted source is not refused");
    };
  }
}

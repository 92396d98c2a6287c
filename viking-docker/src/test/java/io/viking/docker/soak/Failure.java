package io.viking.docker.soak;

/**
 * A connection that did not get what it was owed.
 *
 * @param sourcePort the client's
 * @param span from its begin until it failed
 */
record Failure(Kind kind, int sourcePort, Span span, String what) {
  /** Of what kind of connection, and how. */
  enum Kind {
    /** One of those that make one request: refused, reset, ended early or not answered in time. */
    SHORT,
    /** One of those that stay, likewise. */
    LONG,
    /** Any, with an answer that is not the right one. */
    CONTENT
  }

  @Override
  public String toString() {
    return kind + " from port " + sourcePort + ", " + span + ": " + what;
  }
}

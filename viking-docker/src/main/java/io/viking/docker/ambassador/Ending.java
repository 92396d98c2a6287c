package io.viking.docker.ambassador;

/** How a connection (or a UDP flow) came to its end. */
public enum Ending {
  /** Both sides have ended their streams, and all was passed on. */
  COMPLETE,
  /** The client has reset it, or has gone away before it had all. */
  RESET_BY_CLIENT,
  /** The endpoint has reset it, or took no more; of UDP, nobody listened there any more. */
  RESET_BY_ENDPOINT,
  /** Nothing moved for the idle time-out. */
  IDLE,
  /** It never reached an endpoint. */
  REFUSED,
  /** The ambassador has ended it: it was closed, or a UDP flow lost its place or its permission. */
  ABORTED;

  /**
   * How a connection has ended of which both directions have.
   *
   * @param upIsCut whether the endpoint took no more
   * @param downIsCut whether the client took no more
   */
  static Ending of(boolean upIsCut, boolean downIsCut) {
    if (downIsCut) {
      return RESET_BY_CLIENT;
    }
    return upIsCut ? RESET_BY_ENDPOINT : COMPLETE;
  }
}

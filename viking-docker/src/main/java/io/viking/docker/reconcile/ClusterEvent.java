package io.viking.docker.reconcile;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that was noticed, or decided, with the reason in words.
 *
 * @param time when
 * @param kind what sort of thing
 * @param subject what it is about: a host, a stack, a service, an instance or a file
 * @param reason why, for people, such as "moved app_web_a6df32 from h2 to h1: h2 has not answered
 *     for 15 s"
 */
public record ClusterEvent(Instant time, Kind kind, String subject, String reason) {

  /** What sort of thing happened. */
  public enum Kind {
    /** A host's engine or agent does not answer; nothing is moved yet. */
    HOST_SUSPECT,
    /** A host has not answered for so long that its instances are started elsewhere. */
    HOST_DOWN,
    /** A host answers again. */
    HOST_BACK,
    /** A host that came back has answered for long enough to get instances again. */
    HOST_STEADY,
    /** Somebody asked for a host to be emptied. */
    HOST_DRAINED,
    /** A host that was drained may be used again. */
    HOST_UNCORDONED,
    /** A file is wrong; the last good version of its job stays wanted. */
    FAULT,
    /** A fault of before is gone. */
    MENDED,
    /** Something is not removed until somebody says yes. */
    HELD,
    /** What was held back is no more: somebody said yes, or it is not asked for any more. */
    RELEASED,
    /** An instance is started. */
    STARTING,
    /** An instance is removed. */
    REMOVING,
    /** Something cannot be done now, and stays as it is until it can. */
    WAITING,
    /** An instance's process has ended; it is replaced after a while. */
    ENDED,
    /** A stack could not be changed as wanted; it is tried again after a while. */
    FAILED,
    /** A stack was changed as wanted. */
    DONE,
    /** The store, or all that is looked at, cannot be read: nothing is decided until it can. */
    AWAY,
    /** What was away is back. */
    BACK;

    /** {@code host-down}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** {@code 2026-01-31T12:00:00Z host-down h2: has not answered for 15 s}. */
  @Override
  public String toString() {
    return time + " " + kind + " " + subject + ": " + reason;
  }
}

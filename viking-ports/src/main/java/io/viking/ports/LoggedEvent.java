package io.viking.ports;

import java.time.Instant;

/**
 * Something that was noticed or decided in a cluster, as it is kept for whoever asks later.
 *
 * @param time when
 * @param kind what sort of thing, such as {@code host-down}
 * @param subject what it is about: a host, a stack, a service, an instance or a file
 * @param reason why, for people; may have several lines
 */
public record LoggedEvent(Instant time, String kind, String subject, String reason) {
  /** Longer texts are cut: a log is for people, and has to stay small. */
  public static final int MOST_CHARACTERS = 1000;

  /** Cuts texts that are too long. */
  public LoggedEvent {
    kind = cut(kind);
    subject = cut(subject);
    reason = cut(reason);
  }

  private static String cut(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    int end = MOST_CHARACTERS - 3;
    // Half of a character would come back from the store as another one.
    boolean amid = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, amid ? end - 1 : end) + "...";
  }
}

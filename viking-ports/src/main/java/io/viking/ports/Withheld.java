package io.viking.ports;

import io.viking.model.ServicePort;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a number is not given to a service though it may be in the range: it was released lately, an
 * operator has it skipped, or both. Immutable.
 *
 * @param skipped whether it is never given, until {@link PortAllocator#unskip} allows it
 * @param formerOwner whose it was before it was released
 * @param until when its quarantine ends; there if and only if there is a former owner
 */
public record Withheld(
    boolean skipped, Optional<ServicePort> formerOwner, Optional<Instant> until) {
  private static final String SKIPPED = "skipped";
  private static final String RELEASED = "released";

  /**
   * @throws IllegalArgumentException if there is no reason, or half of one
   */
  public Withheld {
    if (formerOwner.isPresent() != until.isPresent()) {
      throw new IllegalArgumentException("a released number needs its former owner and an end");
    }
    if (!skipped && formerOwner.isEmpty()) {
      throw new IllegalArgumentException("a withheld number must be skipped or released");
    }
  }

  /** One that an operator has skipped. */
  public static Withheld skippedNumber() {
    return new Withheld(true, Optional.empty(), Optional.empty());
  }

  /** One that was released, and is not given again before that moment. */
  public static Withheld released(ServicePort formerOwner, Instant until) {
    return new Withheld(false, Optional.of(formerOwner), Optional.of(until));
  }

  /** The same, also skipped or no more; empty where no reason is left. */
  Optional<Withheld> withSkipped(boolean skip) {
    return skip || formerOwner.isPresent()
        ? Optional.of(new Withheld(skip, formerOwner, until))
        : Optional.empty();
  }

  /** Whether a quarantine was all there was, and is over. */
  boolean isOver(Instant now) {
    return !skipped && until.filter(end -> !end.isAfter(now)).isPresent();
  }

  /** As stores keep it: {@code skipped}, {@code released shared/mongo/27017/tcp TIME}, or both. */
  String text() {
    String released =
        formerOwner
            .map(owner -> RELEASED + " " + owner.path() + " " + until.orElseThrow())
            .orElse("");
    return skipped ? (SKIPPED + " " + released).strip() : released;
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static Withheld parse(String text) {
    boolean skipped = text.equals(SKIPPED) || text.startsWith(SKIPPED + " ");
    String rest = skipped ? text.substring(SKIPPED.length()).strip() : text;
    if (skipped && rest.isEmpty()) {
      return skippedNumber();
    }
    String[] words = rest.split(" ", -1);
    if (words.length != 3 || !words[0].equals(RELEASED)) {
      throw new IllegalArgumentException(
          "expected 'skipped' or 'released STACK/JOB/PORT/PROTOCOL TIME' but found '"
              + Excerpt.of(text)
              + "'");
    }
    try {
      Withheld released = released(ServicePort.parse(words[1]), Instant.parse(words[2]));
      return new Withheld(skipped, released.formerOwner(), released.until());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time: '" + Excerpt.of(words[2]) + "'", e);
    }
  }
}

package io.viking.model.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a host can be counted on, as judged at one moment.
 *
 * @param answer what its engine does
 * @param silence how long the engine has not answered; zero while it answers
 * @param drained whether a person asked for it to be emptied
 */
public record HostState(Answer answer, Duration silence, boolean drained) {
  /** It answers, and is not drained. */
  public static final HostState UP = new HostState(Answer.UP, Duration.ZERO, false);

  /** It answers again: what it runs counts, and nothing that could run elsewhere goes there. */
  public static final HostState UNSTEADY = new HostState(Answer.UNSTEADY, Duration.ZERO, false);

  /** What the host's engine does. */
  public enum Answer {
    /** It answers. */
    UP,
    /** It answers again, and has not done so for long enough to be counted on. */
    UNSTEADY,
    /** It does not answer; its instances may run all the same. */
    SUSPECT,
    /** It has not answered for so long that its instances are taken for lost. */
    DOWN
  }

  /**
   * @throws IllegalArgumentException if the silence is negative
   */
  public HostState {
    if (silence.isNegative()) {
      throw new IllegalArgumentException("silence must not be negative: " + silence);
    }
  }

  /**
   * The state of a host whose engine has not answered since then: suspect at first, down after a
   * time.
   *
   * @param since when it stopped answering; a time after now counts as now
   * @param now the time at which this is judged
   * @param downAfter how long it may be silent before it counts as down
   */
  public static HostState silentSince(Instant since, Instant now, Duration downAfter) {
    Duration silence = since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    return silence.compareTo(downAfter) < 0 ? suspect(silence) : down(silence);
  }

  /** It has not answered for that long, and may come back any moment. */
  public static HostState suspect(Duration silence) {
    return new HostState(Answer.SUSPECT, silence, false);
  }

  /** It has not answered for that long, and is taken for lost. */
  public static HostState down(Duration silence) {
    return new HostState(Answer.DOWN, silence, false);
  }

  /** The same, drained. */
  public HostState withDrained(boolean drained) {
    return new HostState(answer, silence, drained);
  }

  /** Whether its engine answers, so that something can be changed there. */
  public boolean answers() {
    return isSteady() || answer == Answer.UNSTEADY;
  }

  /** Whether its engine answers, and can be counted on to go on doing so. */
  public boolean isSteady() {
    return answer == Answer.UP;
  }

  /** Whether what can run nowhere else may be started there. */
  public boolean isUsable() {
    return answers() && !drained;
  }

  /** Whether its instances are taken for lost. */
  public boolean isDown() {
    return answer == Answer.DOWN;
  }

  /** Whether new instances may be placed there. */
  public boolean isSchedulable() {
    return isSteady() && !drained;
  }

  /** What keeps it from being used, for people: {@code has not answered for 15 s}. */
  public Optional<String> fault() {
    if (!answers()) {
      return Optional.of("has not answered for " + text(silence));
    }
    if (drained) {
      return Optional.of("is drained");
    }
    return isSteady() ? Optional.empty() : Optional.of("has come back, and is not steady yet");
  }

  private static String text(Duration silence) {
    if (silence.toHours() > 0) {
      return silence.toHours() + " h " + silence.toMinutesPart() + " min";
    }
    return silence.toMinutes() > 0
        ? silence.toMinutes() + " min " + silence.toSecondsPart() + " s"
        : silence.toSeconds() + " s";
  }
}

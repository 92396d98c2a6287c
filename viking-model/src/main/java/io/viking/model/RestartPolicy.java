package io.viking.model;

/**
 * What the engine does when a container's process ends, in the words of Compose.
 *
 * @param mode when to restart
 * @param maxRetries for {@link Mode#ON_FAILURE}: how often at the most, 0 for without limit; else 0
 */
public record RestartPolicy(Mode mode, int maxRetries) {

  /** When the engine restarts a container. */
  public enum Mode {
    NO("no"),
    ALWAYS("always"),
    ON_FAILURE("on-failure"),
    UNLESS_STOPPED("unless-stopped");

    private final String text;

    Mode(String text) {
      this.text = text;
    }

    /** The mode as the engine's API spells it. */
    public String text() {
      return text;
    }
  }

  /**
   * The policy of a job that names none: a service is there to run, and of the engine's policies
   * only this one also brings containers back after the engine itself was killed.
   */
  public static final RestartPolicy DEFAULT = new RestartPolicy(Mode.ALWAYS, 0);

  /**
   * @throws IllegalArgumentException if retries are negative, or given for another mode
   */
  public RestartPolicy {
    if (maxRetries < 0 || (maxRetries > 0 && mode != Mode.ON_FAILURE)) {
      throw new IllegalArgumentException(
          "retries must be 0 or more, and go with on-failure only, but was "
              + maxRetries
              + " for "
              + mode.text);
    }
  }

  /**
   * Reads {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure} or {@code
   * on-failure:5}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static RestartPolicy parse(String text) {
    String prefix = Mode.ON_FAILURE.text + ":";
    if (text.startsWith(prefix) && text.substring(prefix.length()).matches("[0-9]{1,6}")) {
      return new RestartPolicy(Mode.ON_FAILURE, Integer.parseInt(text.substring(prefix.length())));
    }
    for (Mode mode : Mode.values()) {
      if (mode.text.equals(text)) {
        return new RestartPolicy(mode, 0);
      }
    }
    throw new IllegalArgumentException(
        "restart '"
            + text
            + "' is not known: must be no, always, unless-stopped, on-failure or on-failure:N");
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return maxRetries == 0 ? mode.text : mode.text + ":" + maxRetries;
  }
}

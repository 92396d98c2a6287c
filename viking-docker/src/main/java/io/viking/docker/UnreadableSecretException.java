package io.viking.docker;

/** The value of a secret cannot be had. The message never holds a part of the value. */
public final class UnreadableSecretException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String fix;

  /**
   * @param reason why, to follow "cannot be read from ...: ", without a full stop
   * @param fix how to mend it
   */
  public UnreadableSecretException(String reason, String fix) {
    super(reason);
    this.fix = fix;
  }

  /** How to mend it. */
  public String fix() {
    return fix;
  }
}

package io.viking.docker.firewall;

/** How an attempt ended. */
enum Reach {
  /** The server, or its kernel, has answered. */
  OPEN("yes"),
  /** Nobody has answered, not even to say no. */
  SILENT("-"),
  /** Somebody said no: whoever asks has got that far. */
  REFUSED("refused");

  private final String text;

  Reach(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}

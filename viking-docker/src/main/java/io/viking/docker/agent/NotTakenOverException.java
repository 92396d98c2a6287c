package io.viking.docker.agent;

/** An agent was told to stop before it had taken over from another one, which goes on. */
final class NotTakenOverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotTakenOverException(String message) {
    super(message);
  }
}

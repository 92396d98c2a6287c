package io.viking.docker.agent;

/** A setting that cannot be used; the message says which, why, and how to mend it. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

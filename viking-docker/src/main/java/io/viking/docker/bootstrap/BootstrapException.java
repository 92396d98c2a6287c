package io.viking.docker.bootstrap;

import org.jspecify.annotations.Nullable;

/** An agent could not be brought to a host. The message names the host and what to do. */
public class BootstrapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message fit to be shown. */
  public BootstrapException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.viking.ports;

import org.jspecify.annotations.Nullable;

/**
 * The cluster store did not answer in time, or refused. The message names its address, the deadline
 * and what to do. Whether a write was carried out is unknown: read again before you decide.
 */
public class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the store, and what made it fail. */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.viking.ports;

import org.jspecify.annotations.Nullable;

/**
 * The cluster store was reached but refuses this program, or cannot be reached with these settings:
 * a wrong password, a missing permission, a certificate that one side does not accept, a file that
 * cannot be read. Asking again does not help before the settings of one side have been mended; the
 * message says which.
 */
public class StoreAccessException extends StoreUnavailableException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the store and how to mend it, and what made it fail. */
  public StoreAccessException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

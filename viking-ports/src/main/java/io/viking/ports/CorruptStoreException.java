package io.viking.ports;

import org.jspecify.annotations.Nullable;

/**
 * The store answered, but holds something that viking did not write. Nothing was changed; the
 * message names the place and how to go on.
 */
public final class CorruptStoreException extends StoreUnavailableException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the place, and what made reading it fail. */
  public CorruptStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.viking.ports;

/**
 * The store has a layout of another version of viking, which this one must not write. Nothing was
 * changed.
 */
public final class IncompatibleStoreException extends StoreUnavailableException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the place and both versions. */
  public IncompatibleStoreException(String message) {
    super(message, null);
  }

  static IncompatibleStoreException of(String where, String found, String known) {
    return new IncompatibleStoreException(
        ("%s has layout '%s', and this version of viking writes layout %s; nothing was changed.%n"
                + "  Fix: use the version of viking that the rest of the cluster uses.")
            .formatted(where, Excerpt.of(found), known));
  }
}

package io.viking.docker.firewall;

import org.jspecify.annotations.Nullable;

/** The firewall of this host could not be looked at or changed; nothing was changed then. */
public final class FirewallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FirewallException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

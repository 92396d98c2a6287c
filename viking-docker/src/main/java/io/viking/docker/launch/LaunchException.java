package io.viking.docker.launch;

import io.viking.model.Host;
import org.jspecify.annotations.Nullable;

/** An engine did not answer in time, or refused. The message names host, engine and what to do. */
public class LaunchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Host host;

  /** For that host, with a message fit to be shown. */
  public LaunchException(Host host, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.host = host;
  }

  /** The host whose engine it was. */
  public Host host() {
    return host;
  }
}

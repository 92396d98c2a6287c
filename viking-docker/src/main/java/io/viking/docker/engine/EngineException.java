package io.viking.docker.engine;

import org.jspecify.annotations.Nullable;

/** An engine did not answer in time, or refused. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, in kind. */
  public enum Kind {
    /**
     * There is no engine at the address, it did not answer within the deadline, or it and this
     * program do not come to terms about TLS.
     */
    UNREACHABLE,
    /** The engine does not have what the call names. */
    NOT_FOUND,
    /** The name is taken, or what it names is in use. */
    CONFLICT,
    /** The engine said no for any other reason. */
    REFUSED
  }

  private final Kind kind;
  private final String engine;
  private final String reason;

  EngineException(Kind kind, String engine, String reason, @Nullable Throwable cause) {
    super("engine " + engine + ": " + reason, cause);
    this.kind = kind;
    this.engine = engine;
    this.reason = reason;
  }

  /** What went wrong, in kind. */
  public Kind kind() {
    return kind;
  }

  /** The engine's address. */
  public String engine() {
    return engine;
  }

  /** The engine's own words where it answered, else what went wrong on the way to it. */
  public String reason() {
    return reason;
  }
}

package io.viking.docker.engine;

/** A subscription to an engine's events. */
public interface EventStream extends AutoCloseable {
  /** Ends it; no call to the listener begins after it has returned. May be repeated. */
  @Override
  void close();
}

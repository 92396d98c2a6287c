package io.viking.ports;

/** Ends a watch. */
public interface Subscription extends AutoCloseable {
  /** Ends the watch; no call begins after it has returned. Repeating it is harmless. */
  @Override
  void close();
}

package io.viking.docker.registrar;

import java.time.Duration;

/** Time, as the registrar sees it; injected so that tests can turn it by hand. */
interface Timer extends AutoCloseable {
  /** Nanoseconds since some moment, never going back. */
  long nanos();

  /** Runs the task after that delay. Tasks run one at a time; none runs after {@link #close}. */
  void after(Duration delay, Runnable task);

  /** Drops what has not run yet. */
  @Override
  void close();
}

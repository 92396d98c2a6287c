package io.viking.docker.registrar;

import java.time.Duration;

/** Is told how long a registrar takes, on its threads; must not wait for anything. */
public interface RegistrarTimes {
  /** What follows from an engine's event was told, so long after it by the engine's clock. */
  void seen(Duration sinceEvent);

  /** An endpoint is in the store for the first time, so long after its container was started. */
  void registered(Duration sinceStart);

  /** Nobody wants to know. */
  static RegistrarTimes none() {
    return new RegistrarTimes() {
      @Override
      public void seen(Duration sinceEvent) {}

      @Override
      public void registered(Duration sinceStart) {}
    };
  }
}

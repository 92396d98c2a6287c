package io.viking.docker.registrar;

import java.util.function.Consumer;

/** Carries out one probe. */
interface ProbeIo extends AutoCloseable {
  /**
   * Probes once, without blocking. The callback hears exactly once, within the probe's time-out or
   * soon after it, on any thread, what came of it: empty text if it passed, else why it failed.
   */
  void probe(ProbeSpec spec, Consumer<String> result);

  /** Frees connections and threads. */
  @Override
  void close();
}

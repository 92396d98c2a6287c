package io.viking.docker.launch;

import io.viking.docker.engine.EngineClient;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What {@code host-gateway} has to be written as for the containers of one engine. Safe for use by
 * several threads.
 */
final class HostGateway {
  private static final String WORD = ":host-gateway";

  /**
   * So long an answer is good for: an engine may be configured anew at any time, but a hundred
   * containers that are made in a row should not ask a hundred times what takes it as long as to
   * make one (it runs programs to tell their versions).
   */
  private static final Duration GOOD_FOR = Duration.ofSeconds(10);

  private final Recent<Optional<String>> address;

  HostGateway(EngineClient engine) {
    this(() -> replacement(engine));
  }

  HostGateway(Supplier<Optional<String>> address) {
    this.address = new Recent<>(address, GOOD_FOR, System::nanoTime);
  }

  /** An entry of a hosts file, with the bridge's address for a gateway that the engine may lose. */
  String settled(String entry) {
    return entry.endsWith(WORD)
        ? address.get().map(known -> entry.replace(WORD, ":" + known)).orElse(entry)
        : entry;
  }

  private static Optional<String> replacement(EngineClient engine) {
    return engine.losesHostGateway() ? engine.bridgeGateways().preferred() : Optional.empty();
  }
}

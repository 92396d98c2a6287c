package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an ambassador has a kernel path, and why it has none.
 *
 * @param path empty where the relay passes all connections on
 * @param problem why the kernel path is not in use though it was wanted
 * @param start when that was decided
 */
record KernelChoice(Optional<KernelPath> path, Optional<String> problem, Instant start) {
  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  /**
   * Tries it.
   *
   * @throws IllegalStateException if the kernel path is demanded and impossible
   */
  static KernelChoice of(AmbassadorOptions options) {
    Clock clock = Clock.systemUTC();
    boolean auto = options.dataPath() == DataPathMode.AUTO;
    // On loopback there is no kernel path to be missed.
    if (options.dataPath() == DataPathMode.RELAY
        || (auto && options.bindAddress().isLoopbackAddress())) {
      return new KernelChoice(Optional.empty(), Optional.empty(), clock.instant());
    }
    Optional<Nft> nft = NftProcess.find();
    String owner = KernelSupport.owner(options.owner());
    Optional<String> missing = KernelSupport.missing(options.bindAddress(), nft, owner);
    if (missing.isPresent() && !auto) {
      throw new IllegalStateException(
          "the kernel path was asked for, but cannot be used on "
              + options.bindAddress().getHostAddress()
              + ": "
              + missing.get()
              + "\n  Or take the relay: --data-path relay.");
    }
    return missing.isPresent() || nft.isEmpty()
        ? relay(options, missing.orElse(""), clock)
        : kernel(options, nft.get(), owner, clock);
  }

  private static KernelChoice relay(AmbassadorOptions options, String why, Clock clock) {
    String problem =
        "the relay passes all connections on "
            + options.bindAddress().getHostAddress()
            + ", since "
            + why;
    LOG.info("{}", problem.replace("\n ", ""));
    return new KernelChoice(Optional.empty(), Optional.of(problem), clock.instant());
  }

  private static KernelChoice kernel(
      AmbassadorOptions options, Nft nft, String owner, Clock clock) {
    try {
      KernelPath path = KernelPath.start(options, nft, owner, clock);
      LOG.info("the kernel passes connections on {}", options.bindAddress().getHostAddress());
      return new KernelChoice(Optional.of(path), Optional.empty(), clock.instant());
    } catch (IOException e) {
      throw new IllegalStateException("the kernel path cannot start: " + e.getMessage(), e);
    }
  }

  /** An endpoint could not be reached. */
  void failed(InetSocketAddress address) {
    path.ifPresent(kernel -> kernel.failed(address));
  }

  DataPathStatus status() {
    return path.map(KernelPath::status)
        .orElseGet(
            () ->
                DataPathStatus.builder()
                    .inUse(DataPathMode.RELAY)
                    .problem(problem)
                    .since(problem.map(any -> start))
                    .build());
  }
}

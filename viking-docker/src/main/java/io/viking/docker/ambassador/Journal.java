package io.viking.docker.ambassador;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one session will have to tell when it has ended. Used by one thread at a time. */
final class Journal {
  private final LongSupplier nanos;
  private final long began;
  private long dialled;
  private int tries;
  private @Nullable Duration connectTime;
  private @Nullable Backend endpoint;
  private @Nullable Ending ending;
  private @Nullable Refusal refusal;
  long fromClient;
  long fromEndpoint;

  Journal(LongSupplier nanos) {
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /** An endpoint is tried. */
  void tries() {
    if (tries++ == 0) {
      dialled = nanos.getAsLong();
    }
  }

  boolean hasConnectTime() {
    return connectTime != null;
  }

  /** An endpoint has accepted; how long that took since the first one was tried. */
  Duration accepted() {
    Duration took = Duration.ofNanos(nanos.getAsLong() - dialled);
    connectTime = took;
    return took;
  }

  void connected(Backend backend) {
    endpoint = backend;
  }

  /** What is told first counts. */
  void ends(Ending how) {
    if (ending == null) {
      ending = how;
    }
  }

  void refused(Refusal reason) {
    ends(Ending.REFUSED);
    refusal = reason;
  }

  ConnectionReport report(InetSocketAddress source, PortKey port, Optional<String> service) {
    return ConnectionReport.builder()
        .source(source)
        .port(port)
        .service(service)
        .endpoint(Optional.ofNullable(endpoint).map(Backend::toString))
        .duration(Duration.ofNanos(nanos.getAsLong() - began))
        .connectTime(Optional.ofNullable(connectTime))
        .tries(tries)
        .bytesFromClient(fromClient)
        .bytesFromEndpoint(fromEndpoint)
        .ending(ending == null ? Ending.ABORTED : ending)
        .refusal(Optional.ofNullable(refusal))
        .build();
  }
}

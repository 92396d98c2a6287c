package io.viking.docker.ambassador;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** What became of one TCP connection or UDP flow that has ended. */
@Value.Immutable
public abstract class ConnectionReport {
  ConnectionReport() {}

  /** Where it came from. */
  public abstract InetSocketAddress source();

  /** The port that it came in on. */
  public abstract PortKey port();

  /** The registry name of the service behind that port; empty if nothing was any more. */
  public abstract Optional<String> service();

  /** The endpoint that it was connected to, as {@code address:port}; empty if it was to none. */
  public abstract Optional<String> endpoint();

  /** From its arrival to its end. */
  public abstract Duration duration();

  /**
   * From the first endpoint that was tried to the one that has accepted; of UDP, the first answer.
   */
  public abstract Optional<Duration> connectTime();

  /** How many endpoints were tried. */
  public abstract int tries();

  /** Bytes read from the client. */
  public abstract long bytesFromClient();

  /** Bytes read from the endpoint. */
  public abstract long bytesFromEndpoint();

  /** How it ended. */
  public abstract Ending ending();

  /** Why it was refused; present if it was. */
  public abstract Optional<Refusal> refusal();

  static Builder builder() {
    return new Builder();
  }

  static final class Builder extends ImmutableConnectionReport.Builder {}
}

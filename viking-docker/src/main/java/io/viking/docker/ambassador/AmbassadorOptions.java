package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.immutables.value.Value;

/** How an {@link Ambassador} listens, waits and chooses. */
@Value.Immutable
public abstract class AmbassadorOptions {
  AmbassadorOptions() {}

  /** The address that all ports are opened on: the one {@code host-gateway} means to containers. */
  public abstract InetAddress bindAddress();

  /** How long one endpoint has to accept a connection; default 2 s. */
  @Value.Default
  public Duration connectTimeout() {
    return Duration.ofSeconds(2);
  }

  /** How long a client waits for any endpoint, over all attempts; default 10 s. */
  @Value.Default
  public Duration connectBudget() {
    return Duration.ofSeconds(10);
  }

  /** A connection without a byte in either direction for that long is reset; default 1 h. */
  @Value.Default
  public Duration idleTimeout() {
    return Duration.ofHours(1);
  }

  /** A UDP flow without a datagram for that long is forgotten; default 60 s. */
  @Value.Default
  public Duration udpIdleTimeout() {
    return Duration.ofSeconds(60);
  }

  /** How long {@link Ambassador#drain()} waits for connections to end; default 10 s. */
  @Value.Default
  public Duration drainTime() {
    return Duration.ofSeconds(10);
  }

  /** How long a connection from an unknown source waits to be decided; default 3 s. */
  @Value.Default
  public Duration holdTime() {
    return Duration.ofSeconds(3);
  }

  /** How long after a port could not be opened it is tried again; default 1 s. */
  @Value.Default
  public Duration bindRetry() {
    return Duration.ofSeconds(1);
  }

  /** How many connections from unknown sources may wait; default 256. */
  @Value.Default
  public int maxHeld() {
    return 256;
  }

  /** How many UDP flows one listener has; one more ends the longest idle one; default 1024. */
  @Value.Default
  public int maxUdpFlows() {
    return 1024;
  }

  /** How many connections may be open at once; default {@link ConnectionLimits#ofThisProcess}. */
  @Value.Default
  public ConnectionLimits limits() {
    return ConnectionLimits.ofThisProcess();
  }

  /** Is told how long connecting takes; default nobody. */
  public abstract Optional<ConnectTimes> connectTimes();

  /**
   * Is told what became of each connection that has ended, the refused ones included; default
   * nobody. Called on event loops, by several threads at once: must not block.
   */
  public abstract Optional<Consumer<ConnectionReport>> reports();

  /** How many threads move bytes; default one a processor. */
  @Value.Default
  public int eventLoops() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** What TCP is moved with; default {@link Transport#AUTO}. */
  @Value.Default
  public Transport transport() {
    return Transport.AUTO;
  }

  /** Whether large amounts are moved inside the kernel where the transport can; default true. */
  @Value.Default
  public boolean splice() {
    return true;
  }

  /** How an endpoint is chosen; default {@link Balance#LEAST_CONNECTIONS}. */
  @Value.Default
  public Balance balance() {
    return Balance.LEAST_CONNECTIONS;
  }

  /** Who may connect; default {@link Links#ENFORCED}. */
  @Value.Default
  public Links links() {
    return Links.ENFORCED;
  }

  /** Who passes connections on; default {@link DataPathMode#AUTO}. */
  @Value.Default
  public DataPathMode dataPath() {
    return DataPathMode.AUTO;
  }

  /**
   * Whom the ambassador belongs to, the same after a restart: what it leaves in the kernel when it
   * is killed is recognised by that, see {@link AbandonedTables}; default nobody.
   */
  @Value.Default
  public String owner() {
    return "";
  }

  /**
   * The time between two probes of an endpoint that the kernel leads to; default 500 ms, and longer
   * with more than 500 endpoints.
   */
  @Value.Default
  public Duration probePeriod() {
    return Duration.ofMillis(500);
  }

  /** How long such an endpoint may take to accept; default 400 ms. */
  @Value.Default
  public Duration probeTimeout() {
    return Duration.ofMillis(400);
  }

  /** How many failures in a row take such an endpoint out; default 1. */
  @Value.Default
  public int probeFailures() {
    return 1;
  }

  /** Called for unknown source addresses; the default finds nothing. */
  @Value.Default
  public SourceLookup lookup() {
    return () -> CompletableFuture.completedFuture(null);
  }

  /** What decides ties; must be safe for use by several threads. */
  @Value.Default
  public RandomGenerator random() {
    return () -> ThreadLocalRandom.current().nextLong();
  }

  /** The defaults, listening on that address. */
  public static AmbassadorOptions of(InetAddress bindAddress) {
    return builder().bindAddress(bindAddress).build();
  }

  /** A builder; {@link #bindAddress()} is required. */
  public static Builder builder() {
    return new Builder();
  }

  @Value.Check
  void check() {
    positive("connectTimeout", connectTimeout());
    positive("connectBudget", connectBudget());
    positive("idleTimeout", idleTimeout());
    positive("udpIdleTimeout", udpIdleTimeout());
    positive("holdTime", holdTime());
    positive("bindRetry", bindRetry());
    positive("probePeriod", probePeriod());
    positive("probeTimeout", probeTimeout());
    require(probeFailures() >= 1, "probeFailures must be 1 or more but was " + probeFailures());
    require(!drainTime().isNegative(), "drainTime must not be negative but was " + drainTime());
    require(maxHeld() >= 0, "maxHeld must be 0 or more but was " + maxHeld());
    require(maxUdpFlows() >= 1, "maxUdpFlows must be 1 or more but was " + maxUdpFlows());
    require(eventLoops() >= 1, "eventLoops must be 1 or more but was " + eventLoops());
  }

  private static void positive(String name, Duration value) {
    require(
        value.compareTo(Duration.ofMillis(1)) >= 0,
        name + " must be at least 1 ms but was " + value);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Builds {@link AmbassadorOptions}; not safe for use by several threads. */
  public static final class Builder extends ImmutableAmbassadorOptions.Builder {
    Builder() {}
  }
}

package io.viking.docker.ambassador;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection or UDP flow, from its arrival to its end: what a data path asks about it, and
 * where it tells what became of it. No method blocks. Used by one thread at a time.
 */
final class Session {
  private final Core core;
  private final InetSocketAddress source;
  private final PortKey port;
  private @Nullable Route route;
  private @Nullable Backend backend;
  private boolean ended;

  Session(Core core, InetSocketAddress source, PortKey port) {
    this.core = core;
    this.source = source;
    this.port = port;
    core.traffic().opened();
  }

  /** Where it comes from. */
  InetSocketAddress source() {
    return source;
  }

  /** The port that it came in on. */
  PortKey port() {
    return port;
  }

  /** Whether its source may use the port, as far as it is known now. */
  Verdict verdict() {
    return core.verdict(source.getAddress(), port);
  }

  /**
   * Decides about an unknown source after another look; {@link Verdict#UNKNOWN} is then a refusal.
   * The stage completes on any thread.
   */
  CompletionStage<Verdict> hold() {
    return core.hold(source.getAddress(), port);
  }

  /**
   * The endpoint to try next; the session counts as its connection from now on, until it has failed
   * or the session has ended. Empty: each was tried once, the time is over, or there is none.
   */
  Optional<Backend> next() {
    if (ended) {
      return Optional.empty();
    }
    if (route == null) {
      Optional<Route> found = core.route(port);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      route = found.get();
    }
    Optional<Backend> next = route.next();
    backend = next.orElse(null);
    return next;
  }

  /** Why {@link #next} had none. */
  Refusal refusal() {
    return route == null ? Refusal.NO_ENDPOINT : route.refusal();
  }

  /** How long the endpoint to try may take. */
  Duration patience() {
    return route == null ? Duration.ZERO : route.patience();
  }

  /** The endpoint could not be reached: it is set aside for a while. */
  void failed() {
    if (route != null && backend != null) {
      route.failed(backend);
    }
    backend = null;
  }

  /** The endpoint was not tried for a reason of this machine's, such as a want of descriptors. */
  void abandoned() {
    core.traffic().localFailure();
    if (backend != null) {
      backend.release();
    }
    backend = null;
  }

  /** The endpoint has accepted, or has shown some other way that it is well. */
  void succeeded() {
    if (backend != null) {
      backend.succeeded();
    }
  }

  /** Whether the endpoint is still one of the service. */
  boolean isCurrent() {
    return route != null && backend != null && route.isCurrent(backend);
  }

  /** The client was turned away. */
  void refused(Refusal reason) {
    core.traffic().refused(reason);
  }

  /** So many bytes came from the client. */
  void fromClient(long bytes) {
    core.traffic().fromClients().add(bytes);
  }

  /** So many bytes came from the endpoint. */
  void fromEndpoint(long bytes) {
    core.traffic().fromEndpoints().add(bytes);
  }

  /** It is given up because nothing moved. */
  void idled() {
    core.traffic().idle();
  }

  /** It is over, one way or another. Repeating it is harmless. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (backend != null) {
      backend.release();
    }
    backend = null;
    core.traffic().closed();
  }
}

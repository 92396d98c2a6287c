package io.viking.docker.ambassador;

import io.viking.model.Protocol;
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
  /** As long as resolvers of names wait before they ask again. */
  private static final long TO_ANSWER = Duration.ofSeconds(5).toNanos();

  /** An answer may have several parts. */
  private static final long BETWEEN_ANSWERS = Duration.ofSeconds(1).toNanos();

  private final Core core;
  private final InetSocketAddress source;
  private final PortKey port;
  private final Journal journal;
  private final Optional<Verdict> noRoom;
  private @Nullable Route route;
  private @Nullable Backend backend;
  private @Nullable Tally tally;
  private boolean serviceIsFull;
  private boolean connected;
  private boolean ended;

  /** Of a flow; read by other threads. */
  private volatile long aliveUntil;

  Session(Core core, InetSocketAddress source, PortKey port) {
    this.core = core;
    this.source = source;
    this.port = port;
    this.journal = new Journal(core.nanos());
    this.aliveUntil = core.nanos().getAsLong();
    this.noRoom = core.limits().enter(source.getAddress());
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

  /** Whether its source may use the port, as far as it is known now, and there is room for it. */
  Verdict verdict() {
    return noRoom.isPresent() ? noRoom.get() : core.verdict(source.getAddress(), port);
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
   * or the session has ended. Empty: each was tried once, the time is over, there is none, or the
   * service has as many connections as it may.
   */
  Optional<Backend> next() {
    if (ended || !findRoute()) {
      return Optional.empty();
    }
    Route found = route;
    if (found == null) {
      return Optional.empty();
    }
    Optional<Backend> next = found.next();
    backend = next.orElse(null);
    next.ifPresent(
        chosen -> {
          if (isFlow()) {
            chosen.flows().add(this);
          }
          tally = core.traffic().tallies().take(found.service(), chosen);
          journal.tries();
        });
    return next;
  }

  private boolean findRoute() {
    if (route != null || serviceIsFull) {
      return route != null;
    }
    Optional<Route> found = core.route(port);
    if (found.isPresent() && core.limits().enterService(found.get().service())) {
      route = found.get();
      return true;
    }
    serviceIsFull = found.isPresent();
    return false;
  }

  /** Why {@link #next} had none. */
  Refusal refusal() {
    if (serviceIsFull) {
      return Refusal.TOO_MANY_TO_SERVICE;
    }
    return route == null ? Refusal.NO_ENDPOINT : route.refusal();
  }

  /** How long the endpoint to try may take. */
  Duration patience() {
    return route == null ? Duration.ZERO : route.patience();
  }

  /** The endpoint could not be reached: it is set aside for a while. */
  void failed() {
    if (route != null && backend != null) {
      leaveFlow(backend);
      route.failed(backend);
    }
    if (tally != null) {
      tally.failed();
    }
    backend = null;
    leaveTally();
  }

  /** The endpoint was not tried for a reason of this machine's, such as a want of descriptors. */
  void abandoned() {
    core.traffic().localFailure();
    leaveBackend();
  }

  /** The endpoint has accepted, or has shown some other way that it is well. */
  void succeeded() {
    if (backend == null || route == null) {
      return;
    }
    backend.succeeded();
    if (!journal.hasConnectTime()) {
      core.connected(port, route.service(), journal.accepted());
      opened();
    }
  }

  /** The endpoint can be sent to, though it has not shown yet that it is well. */
  void opened() {
    if (backend != null && tally != null && !connected) {
      connected = true;
      tally.opened();
      journal.connected(backend);
    }
  }

  /** Whether the endpoint is still one of the service. */
  boolean isCurrent() {
    return route != null && backend != null && route.isCurrent(backend);
  }

  /** The client was turned away. */
  void refused(Refusal reason) {
    core.traffic().refused(reason);
    journal.refused(reason);
  }

  /** So many bytes came from the client. */
  void fromClient(long bytes) {
    core.traffic().fromClients().add(bytes);
    keepAlive(TO_ANSWER);
    journal.fromClient += bytes;
    if (tally != null) {
      tally.fromClients.add(bytes);
    }
  }

  /** So many bytes came from the endpoint. */
  void fromEndpoint(long bytes) {
    core.traffic().fromEndpoints().add(bytes);
    keepAlive(BETWEEN_ANSWERS);
    journal.fromEndpoint += bytes;
    if (tally != null) {
      tally.fromEndpoints.add(bytes);
    }
  }

  private void keepAlive(long nanos) {
    if (isFlow()) {
      aliveUntil = core.nanos().getAsLong() + nanos;
    }
  }

  /**
   * Whether it is a flow of UDP whose endpoint may be about to answer: it was sent something in the
   * last 5 s and has not answered, or did so in the last second. May be called by any thread.
   */
  boolean isAlive(long now) {
    return isFlow() && aliveUntil - now > 0;
  }

  /** It is given up because nothing moved. */
  void idled() {
    core.traffic().idle();
    journal.ends(Ending.IDLE);
  }

  /**
   * How it is about to end; what is told first counts, and {@link Ending#ABORTED} if nothing is.
   */
  void ends(Ending how) {
    journal.ends(how);
  }

  /** It is over, one way or another. Repeating it is harmless. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    leaveBackend();
    if (route != null) {
      core.limits().leaveService(route.service());
    }
    if (noRoom.isEmpty()) {
      core.limits().leave(source.getAddress());
    }
    core.traffic().closed();
    core.ended(() -> journal.report(source, port, service()));
  }

  private Optional<String> service() {
    return route == null ? core.routing().service(port) : Optional.of(route.service());
  }

  private void leaveBackend() {
    if (backend != null) {
      leaveFlow(backend);
      backend.release();
    }
    backend = null;
    leaveTally();
  }

  private boolean isFlow() {
    return port.protocol() == Protocol.UDP;
  }

  private void leaveFlow(Backend left) {
    if (isFlow()) {
      left.flows().remove(this);
    }
  }

  private void leaveTally() {
    if (tally != null) {
      if (connected) {
        tally.closed();
        connected = false;
      }
      tally.giveBack();
    }
    tally = null;
  }
}

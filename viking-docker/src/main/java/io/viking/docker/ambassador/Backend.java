package io.viking.docker.ambassador;

import io.netty.util.NetUtil;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One endpoint of a service as this ambassador has met it: how many connections it has, and whether
 * it failed lately. Thread-safe.
 */
final class Backend {
  private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final int MOST_DOUBLINGS = 5;

  private final InetSocketAddress address;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Session> flows = ConcurrentHashMap.newKeySet();
  private volatile int failures;
  private long asideUntil;
  private long triedUntil;

  private Backend(InetSocketAddress address) {
    this.address = address;
  }

  static Backend of(HostAndPort address) {
    InetAddress ip = NetUtil.createInetAddressFromIpAddressString(address.host());
    return new Backend(
        ip == null
            ? InetSocketAddress.createUnresolved(address.host(), address.port())
            : new InetSocketAddress(ip, address.port()));
  }

  /** Where to connect to; unresolved where the registry has a host name. */
  InetSocketAddress address() {
    return address;
  }

  int connections() {
    return connections.get();
  }

  void take() {
    connections.incrementAndGet();
  }

  void release() {
    connections.decrementAndGet();
  }

  /**
   * Those of its connections that are flows of UDP: they have no end, and move on to another
   * endpoint with their next datagram once this one is gone.
   */
  Set<Session> flows() {
    return flows;
  }

  /**
   * How many connections have to come to their end before nobody needs it any more, with those
   * flows of UDP that may still get an answer.
   */
  int lasting(long now) {
    long answering = flows.stream().filter(flow -> flow.isAlive(now)).count();
    return Math.max(0, connections.get() - flows.size()) + Math.toIntExact(answering);
  }

  /**
   * Sets it aside: 1 s after the first failure, twice as long after each further one, to 32 s. One
   * while it is aside says nothing new: many may have been under way to it at once.
   */
  synchronized void failed(long now) {
    int before = failures;
    if (before > 0 && asideUntil - now > 0) {
      return;
    }
    asideUntil = now + (FIRST_PAUSE << Math.min(before, MOST_DOUBLINGS));
    triedUntil = now;
    failures = before + 1;
  }

  /**
   * Whether it may be given a connection: it is sound, or its pause is over and nobody else has
   * risked one since. So a backend that lets clients wait has one of them at a time.
   *
   * @param trial how long, in nanoseconds, a connection that is risked may take to tell
   */
  boolean mayTry(long now, long trial) {
    return failures == 0 || mayRisk(now, trial);
  }

  private synchronized boolean mayRisk(long now, long trial) {
    if (isAsideAt(now)) {
      return false;
    }
    triedUntil = now + trial;
    return true;
  }

  void succeeded() {
    if (failures > 0) {
      forgive();
    }
  }

  private synchronized void forgive() {
    failures = 0;
  }

  /** Whether others are better: its pause is not over, or it is being tried. */
  boolean isAside(long now) {
    return failures > 0 && isAsideAt(now);
  }

  private synchronized boolean isAsideAt(long now) {
    return failures > 0 && (asideUntil - now > 0 || triedUntil - now > 0);
  }

  @Override
  public String toString() {
    return address.getHostString() + ":" + address.getPort();
  }
}

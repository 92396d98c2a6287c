package io.viking.docker.ambassador;

import io.netty.util.NetUtil;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One endpoint address as this ambassador has met it: how many connections it has, and whether it
 * failed lately. Thread-safe.
 */
final class Backend {
  private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final int MOST_DOUBLINGS = 5;

  private final InetSocketAddress address;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile int failures;
  private long asideUntil;

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

  /** Sets it aside: 1 s after the first failure, twice as long after each further one, to 32 s. */
  synchronized void failed(long now) {
    int before = failures;
    asideUntil = now + (FIRST_PAUSE << Math.min(before, MOST_DOUBLINGS));
    failures = before + 1;
  }

  void succeeded() {
    if (failures > 0) {
      forgive();
    }
  }

  private synchronized void forgive() {
    failures = 0;
  }

  boolean isAside(long now) {
    return failures > 0 && isAsideAt(now);
  }

  private synchronized boolean isAsideAt(long now) {
    return failures > 0 && asideUntil - now > 0;
  }

  @Override
  public String toString() {
    return address.getHostString() + ":" + address.getPort();
  }
}

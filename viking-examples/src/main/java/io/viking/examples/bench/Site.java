package io.viking.examples.bench;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The etcd that everything is measured against. Safe for use by several threads. */
final class Site {
  private final String etcd;
  private final String run = "/viking-bench-" + UUID.randomUUID().toString().substring(0, 8);
  private final AtomicInteger used = new AtomicInteger();

  Site(String etcd) {
    this.etcd = etcd;
  }

  /** The members' URLs, separated by commas. */
  String etcd() {
    return etcd;
  }

  /** A place without a key. */
  Target fresh() {
    return new Target(etcd, run + "-" + used.incrementAndGet(), "bench");
  }
}

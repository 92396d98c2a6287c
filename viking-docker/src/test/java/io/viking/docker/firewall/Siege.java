package io.viking.docker.firewall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Strangers who try every closed port again and again, until it is over. */
final class Siege implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(25);

  private final AtomicLong attempts = new AtomicLong();
  private final Queue<String> breaches = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Long>> besiegers = new ArrayList<>();
  private volatile boolean over;

  private Siege() {}

  static Siege begin(VpcLab lab) {
    Siege siege = new Siege();
    for (Place stranger : lab.strangers()) {
      for (Target target : lab.targets(stranger)) {
        if (target.door().isOfTheCluster() || target.door() == Door.AMBASSADOR) {
          siege.besiegers.add(stranger.run(() -> siege.besiege(stranger, target)));
        }
      }
    }
    return siege;
  }

  private long besiege(Place stranger, Target target) {
    while (!over) {
      Reach reach = stranger.attempt(target, PATIENCE).join();
      attempts.incrementAndGet();
      if (reach != Reach.SILENT) {
        breaches.add(stranger.name() + " to " + target + ": " + reach);
      }
    }
    return attempts.get();
  }

  /** Ends it; those who got through. */
  List<String> breaches() {
    close();
    return List.copyOf(breaches);
  }

  long attempts() {
    return attempts.get();
  }

  @Override
  public void close() {
    over = true;
    besiegers.forEach(CompletableFuture::join);
  }
}

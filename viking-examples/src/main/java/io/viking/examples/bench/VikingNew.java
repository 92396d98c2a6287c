package io.viking.examples.bench;

import io.viking.ports.ClusterStore;
import java.util.concurrent.atomic.AtomicInteger;

/** Allocates a port for a service that has none, a new service at each call. */
final class VikingNew implements Contestant {
  private final ClusterStore store;
  private final String stack;
  private final int most;
  private final AtomicInteger services = new AtomicInteger();

  private VikingNew(ClusterStore store, String stack, int most) {
    this.store = store;
    this.stack = stack;
    this.most = most;
  }

  static VikingNew open(Target target, int callers) {
    // Every other caller of this process, and those of three more processes, may be under way.
    return new VikingNew(
        VikingStore.open(target), target.stack(), VikingStore.RANGE.size() - 4 * callers);
  }

  @Override
  public boolean call(int caller) {
    store.ports().allocate(Services.of(stack, services.incrementAndGet()));
    return true;
  }

  @Override
  public boolean isExhausted() {
    return services.get() >= most;
  }

  @Override
  public void close() {
    store.close();
  }
}

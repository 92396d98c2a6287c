package io.viking.examples.bench;

import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks for the port of a service that another client has allocated, once for each service. */
final class VikingUnseen implements Contestant {
  private static final int EACH_CALLER = 2_000;
  private static final int MOST = 10_000;

  private final ClusterStore store;
  private final List<ServicePort> services;
  private final int most;
  private final AtomicInteger calls = new AtomicInteger();

  private VikingUnseen(ClusterStore store, List<ServicePort> services, int most) {
    this.store = store;
    this.services = services;
    this.most = most;
  }

  static VikingUnseen open(Target target, int callers) {
    List<ServicePort> services =
        Services.first(target.stack(), Math.min(MOST, EACH_CALLER * callers));
    try (ClusterStore another = VikingStore.open(target)) {
      another.ports().allocate(services);
    }
    return new VikingUnseen(VikingStore.open(target), services, services.size() - callers);
  }

  @Override
  public boolean call(int caller) {
    store.ports().allocate(services.get(calls.getAndIncrement()));
    return true;
  }

  @Override
  public boolean isExhausted() {
    return calls.get() >= most;
  }

  @Override
  public void close() {
    store.close();
  }
}

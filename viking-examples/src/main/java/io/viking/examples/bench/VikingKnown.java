package io.viking.examples.bench;

import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks for the port of a service that this client has allocated itself. */
final class VikingKnown implements Contestant {
  private static final int SERVICES = 256;

  private final ClusterStore store;
  private final List<ServicePort> services;
  private final AtomicInteger calls = new AtomicInteger();

  private VikingKnown(ClusterStore store, List<ServicePort> services) {
    this.store = store;
    this.services = services;
  }

  static VikingKnown open(Target target) {
    ClusterStore store = VikingStore.open(target);
    List<ServicePort> services = Services.first(target.stack(), SERVICES);
    store.ports().allocate(services);
    return new VikingKnown(store, services);
  }

  @Override
  public boolean call(int caller) {
    store.ports().allocate(services.get(Math.floorMod(calls.getAndIncrement(), SERVICES)));
    return true;
  }

  @Override
  public void close() {
    store.close();
  }
}

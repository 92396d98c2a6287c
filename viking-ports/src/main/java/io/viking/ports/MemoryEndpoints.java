package io.viking.ports;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The endpoints of one process. */
final class MemoryEndpoints implements EndpointDirectory, AutoCloseable {
  private final Watchers<EndpointSnapshot> watchers = new Watchers<>("endpoints");
  private final Map<String, Endpoint> endpoints = new HashMap<>();
  private EndpointSnapshot latest = EndpointSnapshot.empty();

  MemoryEndpoints() {
    watchers.publish(latest);
  }

  @Override
  public synchronized void register(Endpoint endpoint) {
    if (!endpoint.equals(endpoints.put(key(endpoint.service(), endpoint.id()), endpoint))) {
      changed();
    }
  }

  @Override
  public synchronized void deregister(String service, String id) {
    if (endpoints.remove(key(service, id)) != null) {
      changed();
    }
  }

  @Override
  public synchronized EndpointSnapshot snapshot() {
    return latest;
  }

  @Override
  public Subscription watch(Consumer<EndpointSnapshot> listener) {
    return watchers.add(listener);
  }

  @Override
  public void close() {
    watchers.close();
  }

  private static String key(String service, String id) {
    return service + "/" + id;
  }

  private void changed() {
    latest = EndpointSnapshot.of(latest.revision() + 1, endpoints.values());
    watchers.publish(latest);
  }
}

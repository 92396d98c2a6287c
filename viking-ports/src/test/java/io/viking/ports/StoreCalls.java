package io.viking.ports;

import io.viking.model.Host;
import io.viking.model.ServicePort;
import io.viking.model.StackName;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Every call of a store that asks etcd, by name. */
final class StoreCalls {
  static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");
  static final Endpoint ENDPOINT =
      new Endpoint("shared_mongo_27017", "shared_mongo_27017_a1", HostAndPort.parse("10.0.0.1:1"));

  private static final List<ServicePort> SEVERAL =
      List.of(ServicePort.parse("shared/auth/80/tcp"), ServicePort.parse("shared/auth/81/tcp"));

  private StoreCalls() {}

  /** Those that may be made at the same time and in any order. */
  static Map<String, Consumer<ClusterStore>> all() {
    Map<String, Consumer<ClusterStore>> calls = new LinkedHashMap<>();
    calls.put("allocate", store -> store.ports().allocate(MONGO));
    calls.put("allocate several", store -> store.ports().allocate(SEVERAL));
    calls.put("find", store -> store.ports().find(MONGO));
    calls.put("list", store -> store.ports().list());
    calls.put("release", store -> store.ports().release(MONGO));
    calls.put("register", store -> store.endpoints().register(ENDPOINT));
    calls.put("snapshot", store -> store.endpoints().snapshot());
    calls.put("announce", store -> store.hosts().announce(host()));
    calls.put("hosts", store -> store.hosts().hosts());
    calls.put("volumes", store -> store.volumes().homes());
    calls.put("record a volume", store -> store.volumes().record("shared_mongo_data", "node-1"));
    calls.put("forget a volume", store -> store.volumes().forget("shared_mongo_data"));
    calls.put("lock a stack", StoreCalls::lock);
    calls.put("list locks", store -> store.locks().holders());
    return Collections.unmodifiableMap(calls);
  }

  /** To be made after the others: what was never registered needs no call to be removed. */
  static void deregister(ClusterStore store) {
    store.endpoints().deregister(ENDPOINT.service(), ENDPOINT.id());
  }

  private static void lock(ClusterStore store) {
    store.locks().acquire(List.of(StackName.of("shared")), Duration.ZERO, holder -> {}).close();
  }

  private static Host host() {
    return Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  }
}

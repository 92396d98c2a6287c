package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The endpoints in etcd, in the layout that registrator and ambassadord use. */
final class EtcdEndpoints implements EndpointDirectory, AutoCloseable {
  private static final String WHAT = "endpoints";

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final EtcdRegistrations registrations;
  private final Watchers<EndpointSnapshot> watchers = new Watchers<>(WHAT);
  private final EtcdFollower follower;

  EtcdEndpoints(EtcdClient client, EtcdKeys keys, EtcdRegistrations registrations) {
    this.client = client;
    this.keys = keys;
    this.registrations = registrations;
    this.follower =
        new EtcdFollower(
            client, WHAT, keys.network(), new EtcdEndpointFeed(client, keys, watchers));
  }

  @Override
  public void register(Endpoint endpoint) {
    registrations.put(
        keys.endpoint(endpoint.service(), endpoint.id()), endpoint.address().toString());
  }

  @Override
  public void deregister(String service, String id) {
    registrations.remove(keys.endpoint(service, id));
  }

  @Override
  public EndpointSnapshot snapshot() {
    GetResponse answer = client.list("list endpoints", keys.network());
    return EndpointSnapshot.of(
        answer.getHeader().getRevision(), read(keys, answer.getKvs()).values());
  }

  @Override
  public Subscription watch(Consumer<EndpointSnapshot> listener) {
    follower.start();
    return watchers.add(listener);
  }

  @Override
  public void close() {
    follower.close();
    watchers.close();
  }

  /** The endpoints by key; values that are no address hurt only themselves. */
  static Map<String, Endpoint> read(EtcdKeys keys, List<KeyValue> pairs) {
    Map<String, Endpoint> endpoints = new HashMap<>();
    for (KeyValue pair : pairs) {
      String key = EtcdClient.text(pair.getKey());
      keys.endpointAt(key, EtcdClient.text(pair.getValue()))
          .ifPresent(endpoint -> endpoints.put(key, endpoint));
    }
    return endpoints;
  }
}

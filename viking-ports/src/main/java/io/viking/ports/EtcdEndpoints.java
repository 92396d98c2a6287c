package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The endpoints in etcd, in the layout that registrator and ambassadord use. */
final class EtcdEndpoints implements EndpointDirectory, AutoCloseable {
  private final EtcdClient client;
  private final EtcdKeys keys;
  private final EtcdRegistrations registrations;
  private final Watchers<EndpointSnapshot> watchers = new Watchers<>("endpoints");
  private final EtcdEndpointFeed feed;

  EtcdEndpoints(EtcdClient client, EtcdKeys keys, EtcdRegistrations registrations) {
    this.client = client;
    this.keys = keys;
    this.registrations = registrations;
    this.feed = new EtcdEndpointFeed(client, keys, watchers);
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
    GetResponse answer = list(client, keys);
    return EndpointSnapshot.of(
        answer.getHeader().getRevision(), read(keys, answer.getKvs()).values());
  }

  @Override
  public Subscription watch(Consumer<EndpointSnapshot> listener) {
    feed.start();
    return watchers.add(listener);
  }

  @Override
  public void close() {
    feed.close();
    watchers.close();
  }

  static GetResponse list(EtcdClient client, EtcdKeys keys) {
    GetOption all = GetOption.builder().isPrefix(true).build();
    return client.call(
        "list endpoints", etcd -> etcd.getKVClient().get(EtcdClient.bytes(keys.network()), all));
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

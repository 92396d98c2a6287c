package io.viking.ports;

import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.List;

/** Publishes the endpoints as they change in etcd, and those held on to while it is away. */
final class EtcdEndpointFeed implements EtcdFollower.Reader {
  private final EtcdKeys keys;
  private final Watchers<EndpointSnapshot> watchers;
  private final EndpointView view;
  private final EtcdPulse pulse;

  EtcdEndpointFeed(EtcdClient client, EtcdKeys keys, Watchers<EndpointSnapshot> watchers) {
    this.keys = keys;
    this.watchers = watchers;
    this.pulse = new EtcdPulse(client, keys);
    // A registrar notices the loss after a third of its lease, and puts its endpoints within a
    // call.
    this.view = new EndpointView(client.options().leaseTtl().plus(client.options().deadline()));
  }

  @Override
  public void list(GetResponse listing) {
    holdIfAway();
    pulse.felt();
    view.list(
        listing.getHeader().getRevision(),
        EtcdEndpoints.read(keys, listing.getKvs()),
        System.nanoTime());
    watchers.publish(view.snapshot());
    pulse.ask();
  }

  @Override
  public void change(List<WatchResponse> changes) {
    changes.forEach(this::apply);
    if (view.expire(System.nanoTime()) || !changes.isEmpty()) {
      watchers.publish(view.snapshot());
    }
    // What comes next was waited for, so what is told of an etcd that was away finds it noted.
    pulse.ask();
    holdIfAway();
  }

  private void holdIfAway() {
    if (pulse.isWeak()) {
      view.storeAway(System.nanoTime());
    }
  }

  private void apply(WatchResponse response) {
    for (WatchEvent event : response.getEvents()) {
      String key = EtcdClient.text(event.getKeyValue().getKey());
      if (event.getEventType() == WatchEvent.EventType.PUT) {
        keys.endpointAt(key, EtcdClient.text(event.getKeyValue().getValue()))
            .ifPresentOrElse(
                found -> view.put(key, found), () -> view.remove(key, System.nanoTime()));
      } else {
        view.remove(key, System.nanoTime());
      }
    }
    view.at(response.getHeader().getRevision());
  }
}

package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.viking.model.InstanceId;
import io.viking.model.StackName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Publishes the announced removals as they change in etcd. They are under no lease, so that nothing
 * is gone that was not taken away.
 */
final class EtcdRemovalsFeed implements EtcdFollower.Reader {
  private final EtcdKeys keys;
  private final Watchers<Set<InstanceId>> watchers;

  /** What each stack's key holds. */
  private final Map<StackName, String> texts = new TreeMap<>();

  private Optional<Set<InstanceId>> told = Optional.empty();

  EtcdRemovalsFeed(EtcdKeys keys, Watchers<Set<InstanceId>> watchers) {
    this.keys = keys;
    this.watchers = watchers;
  }

  @Override
  public void list(GetResponse listing) {
    texts.clear();
    listing.getKvs().forEach(pair -> note(pair, true));
    tell();
  }

  @Override
  public void change(List<WatchResponse> changes) {
    for (WatchResponse response : changes) {
      for (WatchEvent event : response.getEvents()) {
        note(event.getKeyValue(), event.getEventType() == WatchEvent.EventType.PUT);
      }
    }
    if (!changes.isEmpty()) {
      tell();
    }
  }

  private void note(KeyValue pair, boolean isThere) {
    String stack = EtcdClient.text(pair.getKey()).substring(keys.removals().length());
    if (!StackName.isValid(stack)) {
      return;
    }
    if (isThere) {
      texts.put(StackName.of(stack), EtcdClient.text(pair.getValue()));
    } else {
      texts.remove(StackName.of(stack));
    }
  }

  private void tell() {
    Set<InstanceId> announced = new TreeSet<>();
    texts.forEach(
        (stack, text) -> AnnouncedRemovals.instances(stack, text).forEach(announced::add));
    if (!told.equals(Optional.of(announced))) {
      told = Optional.of(announced);
      watchers.publish(Collections.unmodifiableSet(announced));
    }
  }
}

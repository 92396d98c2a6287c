package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.viking.model.InstanceId;
import io.viking.model.StackName;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the announced removals in etcd on a thread of its own, as {@link EtcdEndpointFeed} does
 * the endpoints. They are under no lease, so that nothing is gone that was not taken away.
 */
final class EtcdRemovalsFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdRemovalsFeed.class);
  private static final Duration LIST_AGAIN = Duration.ofSeconds(30);
  private static final Duration BREAK = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final Watchers<Set<InstanceId>> watchers;
  private final Thread thread = DaemonThreads.named("viking-etcd-removals").newThread(this::follow);

  /** What each stack's key holds. Used by that thread only, as is what was told of them. */
  private final Map<StackName, String> texts = new TreeMap<>();

  private Optional<Set<InstanceId>> told = Optional.empty();
  private volatile boolean closed;

  EtcdRemovalsFeed(EtcdClient client, EtcdKeys keys, Watchers<Set<InstanceId>> watchers) {
    this.client = client;
    this.keys = keys;
    this.watchers = watchers;
  }

  synchronized void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void follow() {
    while (!closed) {
      try {
        watch(list());
      } catch (StoreUnavailableException away) {
        LOG.debug("etcd is away; the announced removals known stay", away);
      } catch (RuntimeException e) {
        // Also what jetcd throws where the connection is replaced at this moment.
        LOG.debug("following the announced removals failed; starting over", e);
      } catch (InterruptedException closing) {
        return;
      }
      // An etcd that refuses at once must not be asked without a break.
      LockSupport.parkNanos(BREAK.toNanos());
    }
  }

  private long list() {
    GetOption all = GetOption.builder().isPrefix(true).build();
    GetResponse answer =
        client.call(
            "list announced removals",
            etcd -> etcd.getKVClient().get(EtcdClient.bytes(keys.removals()), all));
    texts.clear();
    answer.getKvs().forEach(pair -> note(pair, true));
    tell();
    return answer.getHeader().getRevision();
  }

  /** Returns when the watch has ended or should be begun again. */
  private void watch(long revision) throws InterruptedException {
    WatchOption option =
        WatchOption.builder()
            .isPrefix(true)
            .withRevision(revision + 1)
            .withRequireLeader(true)
            .build();
    BlockingQueue<Optional<WatchResponse>> news = new LinkedBlockingQueue<>();
    int generation = client.connection().generation();
    Deadline listAgain = Deadline.after(LIST_AGAIN);
    Watch watch = client.connection().client().getWatchClient();
    try (Watch.Watcher watcher =
        watch.watch(
            EtcdClient.bytes(keys.removals()), option, new EtcdNews("announced removals", news))) {
      while (!listAgain.isOver()
          && generation == client.connection().generation()
          && !watcher.isClosed()) {
        Optional<WatchResponse> next = news.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null && next.isEmpty()) {
          return;
        }
        if (next != null) {
          next.get().getEvents().forEach(EtcdRemovalsFeed.this::note);
          tell();
        }
      }
    }
  }

  private void note(WatchEvent event) {
    note(event.getKeyValue(), event.getEventType() == WatchEvent.EventType.PUT);
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

package io.viking.ports;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the endpoints in etcd on a thread of its own: lists them, watches from the listing's
 * revision, and starts over when the watch ends, for whatever reason: the connection, a compaction,
 * a new leader. It also lists again from time to time, as a stream can stall without a word.
 */
final class EtcdEndpointFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdEndpointFeed.class);
  private static final Duration LIST_AGAIN = Duration.ofSeconds(30);
  private static final Duration BREAK = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final Watchers<EndpointSnapshot> watchers;
  private final EndpointView view;
  private final EtcdPulse pulse;
  private final Thread thread = DaemonThreads.named("viking-etcd-watch").newThread(this::follow);

  private volatile boolean closed;

  EtcdEndpointFeed(EtcdClient client, EtcdKeys keys, Watchers<EndpointSnapshot> watchers) {
    this.client = client;
    this.keys = keys;
    this.watchers = watchers;
    this.pulse = new EtcdPulse(client, keys);
    // A registrar notices the loss after a third of its lease, and puts its endpoints within a
    // call.
    this.view = new EndpointView(client.options().leaseTtl().plus(client.options().deadline()));
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
        LOG.debug("etcd is away; the endpoints known stay", away);
      } catch (RuntimeException e) {
        // Also what jetcd throws where the connection is replaced at this moment.
        LOG.debug("following the endpoints failed; starting over", e);
      } catch (InterruptedException closing) {
        return;
      }
      // An etcd that refuses at once must not be asked without a break.
      LockSupport.parkNanos(BREAK.toNanos());
    }
  }

  private long list() {
    GetResponse answer = EtcdEndpoints.list(client, keys);
    if (pulse.isWeak()) {
      view.storeAway(System.nanoTime());
    }
    pulse.felt();
    long revision = answer.getHeader().getRevision();
    view.list(revision, EtcdEndpoints.read(keys, answer.getKvs()), System.nanoTime());
    watchers.publish(view.snapshot());
    return revision;
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
        watch.watch(EtcdClient.bytes(keys.network()), option, new EtcdNews("endpoints", news))) {
      while (!listAgain.isOver()
          && generation == client.connection().generation()
          && !watcher.isClosed()) {
        if (!takeNews(news)) {
          return;
        }
      }
    }
  }

  /** Waits a moment for changes and publishes them; false if the watch has ended. */
  private boolean takeNews(BlockingQueue<Optional<WatchResponse>> news)
      throws InterruptedException {
    pulse.ask();
    if (pulse.isWeak()) {
      view.storeAway(System.nanoTime());
    }
    List<Optional<WatchResponse>> batch = new ArrayList<>();
    Optional<WatchResponse> first = news.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      news.drainTo(batch);
    }
    batch.stream().flatMap(Optional::stream).forEach(this::apply);
    boolean changed = batch.stream().anyMatch(Optional::isPresent);
    if (view.expire(System.nanoTime()) || changed) {
      watchers.publish(view.snapshot());
    }
    return batch.stream().allMatch(Optional::isPresent);
  }

  private void apply(WatchResponse response) {
    for (WatchEvent event : response.getEvents()) {
      String key = EtcdClient.text(event.getKeyValue().getKey());
      Optional<Endpoint> endpoint =
          event.getEventType() == WatchEvent.EventType.PUT
              ? keys.endpointAt(key, EtcdClient.text(event.getKeyValue().getValue()))
              : Optional.empty();
      endpoint.ifPresentOrElse(
          found -> view.put(key, found), () -> view.remove(key, System.nanoTime()));
    }
    view.at(response.getHeader().getRevision());
  }
}

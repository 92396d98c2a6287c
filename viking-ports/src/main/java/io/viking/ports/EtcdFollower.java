package io.viking.ports;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.WatchOption;
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
 * Follows what is under a prefix in etcd on a thread of its own: lists it, watches from the
 * listing's revision, and starts over when the watch ends, for whatever reason: the connection, a
 * compaction, a new leader. It also lists again from time to time, as a stream can stall without a
 * word.
 */
final class EtcdFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdFollower.class);
  private static final Duration LIST_AGAIN = Duration.ofSeconds(30);
  private static final Duration BREAK = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final EtcdClient client;
  private final String what;
  private final String prefix;
  private final Reader reader;
  private final Thread thread;

  private volatile boolean closed;

  /** What is told of the keys; by one thread. */
  interface Reader {
    /** Takes all there is; what was known before and is not in it is gone. */
    void list(GetResponse listing);

    /** Takes what has changed since; called a few times a second, mostly with nothing. */
    void change(List<WatchResponse> changes);
  }

  /**
   * @param what the name of what is followed, as in {@code endpoints}
   */
  EtcdFollower(EtcdClient client, String what, String prefix, Reader reader) {
    this.client = client;
    this.what = what;
    this.prefix = prefix;
    this.reader = reader;
    this.thread =
        DaemonThreads.named("viking-etcd-" + what.replace(' ', '-')).newThread(this::follow);
  }

  /** Begins; does nothing if it has begun. */
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
        LOG.debug("etcd is away; the {} known stay", what, away);
      } catch (RuntimeException e) {
        // Also what jetcd throws where the connection is replaced at this moment.
        LOG.debug("following the {} failed; starting over", what, e);
      } catch (InterruptedException closing) {
        return;
      }
      // An etcd that refuses at once must not be asked without a break.
      LockSupport.parkNanos(BREAK.toNanos());
    }
  }

  private long list() {
    GetResponse listing = client.list("list " + what, prefix);
    reader.list(listing);
    return listing.getHeader().getRevision();
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
        watch.watch(EtcdClient.bytes(prefix), option, new EtcdNews(what, news))) {
      while (!listAgain.isOver()
          && generation == client.connection().generation()
          && !watcher.isClosed()) {
        List<Optional<WatchResponse>> batch = await(news);
        reader.change(batch.stream().flatMap(Optional::stream).toList());
        if (!batch.stream().allMatch(Optional::isPresent)) {
          return;
        }
      }
    }
  }

  /** What has come; waits a moment for the first of it. */
  private static List<Optional<WatchResponse>> await(BlockingQueue<Optional<WatchResponse>> news)
      throws InterruptedException {
    List<Optional<WatchResponse>> batch = new ArrayList<>();
    Optional<WatchResponse> first = news.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      news.drainTo(batch);
    }
    return batch;
  }
}

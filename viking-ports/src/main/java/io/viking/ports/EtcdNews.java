package io.viking.ports;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues what a watch tells, since etcd's threads must not be blocked. An empty entry means that
 * the watch ended.
 *
 * @param what what is watched
 * @param news the queue
 */
record EtcdNews(String what, BlockingQueue<Optional<WatchResponse>> news)
    implements Watch.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdNews.class);

  @Override
  public void onNext(WatchResponse response) {
    news.add(Optional.of(response));
  }

  @Override
  public void onError(Throwable failure) {
    LOG.debug("the watch of {} ended", what, failure);
    news.add(Optional.empty());
  }

  @Override
  public void onCompleted() {
    news.add(Optional.empty());
  }
}

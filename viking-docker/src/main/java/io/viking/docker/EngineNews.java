package io.viking.docker;

import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher.Subscription;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualState;
import io.viking.model.Host;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of containers that come, go or end, on the hosts that answer. For one thread at a time. */
final class EngineNews implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineNews.class);

  private final ReconciledCluster cluster;
  private final Runnable news;
  private final Map<String, Subscription> open = new ConcurrentHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  /**
   * @param news called on a thread that must not be blocked
   */
  EngineNews(ReconciledCluster cluster, Runnable news) {
    this.cluster = cluster;
    this.news = news;
  }

  /** Subscribes where a host answers, and gives up what has ended. */
  void refresh(ActualState actual) {
    Set<String> answering = new HashSet<>();
    for (ActualHost host : actual.hosts()) {
      if (host.state().answers()) {
        answering.add(host.host().name());
      }
    }
    for (String name : Set.copyOf(open.keySet())) {
      if (ended.remove(name) || !answering.contains(name)) {
        end(name);
      }
    }
    for (ActualHost host : actual.hosts()) {
      if (answering.contains(host.host().name()) && !open.containsKey(host.host().name())) {
        subscribe(host.host());
      }
    }
  }

  private void subscribe(Host host) {
    try {
      Subscription subscription =
          cluster.watch(
              host,
              news,
              () -> {
                ended.add(host.name());
                news.run();
              });
      open.put(host.name(), subscription);
    } catch (LaunchException e) {
      LOG.debug("events of host {} are not heard: {}", host, e.getMessage());
    }
  }

  private void end(String name) {
    Subscription subscription = open.remove(name);
    if (subscription != null) {
      subscription.close();
    }
  }

  @Override
  public void close() {
    Set.copyOf(open.keySet()).forEach(this::end);
  }
}

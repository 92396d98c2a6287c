package io.viking.examples.bench;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** When endpoints of a service came into etcd. */
final class Registrations implements AutoCloseable {
  private static final int LIMIT_SECONDS = 10;

  private final BlockingQueue<Long> times = new LinkedBlockingQueue<>();
  private final Client client;
  private final Watch.Watcher watcher;

  private Registrations(String etcd, String service) {
    client = Client.builder().endpoints(etcd).waitForReady(false).build();
    watcher =
        client
            .getWatchClient()
            .watch(
                ByteSequence.from("/viking/network/" + service + "/", StandardCharsets.UTF_8),
                WatchOption.builder().isPrefix(true).build(),
                response ->
                    response.getEvents().stream()
                        .filter(event -> event.getEventType() == WatchEvent.EventType.PUT)
                        .forEach(event -> times.add(System.nanoTime())));
  }

  static Registrations watch(String etcd, String service) {
    return new Registrations(etcd, service);
  }

  /** Forgets those so far. */
  void clear() {
    times.clear();
  }

  /** When the next one came, on the clock of {@link System#nanoTime}. */
  long next() {
    try {
      return Optional.ofNullable(times.poll(LIMIT_SECONDS, TimeUnit.SECONDS))
          .orElseThrow(() -> new InvalidFigureException("no endpoint came into etcd"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while waiting for an endpoint", e);
    }
  }

  @Override
  public void close() {
    watcher.close();
    client.close();
  }
}

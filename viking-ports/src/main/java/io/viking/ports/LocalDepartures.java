package io.viking.ports;

import io.viking.model.InstanceId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The announced removals in the files that the locks write, and a report in a file that the agent
 * writes and that counts as long as it lives.
 */
final class LocalDepartures implements Departures, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalDepartures.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final LocalFolder folder;
  private final Supplier<Set<InstanceId>> announced;
  private final LocalRegistrar registrar;
  private final Watchers<Set<InstanceId>> watchers = new Watchers<>("departures");
  private final Thread looking = DaemonThreads.named("viking-local-removals").newThread(this::look);

  /**
   * @param announced the instances whose removal is announced, as the files have it now
   */
  LocalDepartures(
      LocalFolder folder, Supplier<Set<InstanceId>> announced, LocalRegistrar registrar) {
    this.folder = folder;
    this.announced = announced;
    this.registrar = registrar;
  }

  @Override
  public Subscription watch(Consumer<Set<InstanceId>> listener) {
    synchronized (looking) {
      if (looking.getState() == Thread.State.NEW) {
        looking.start();
      }
    }
    return watchers.add(listener);
  }

  @Override
  public void report(String host, Map<InstanceId, Integer> open) {
    DrainRecord.check(host, open);
    registrar.report(host, open);
  }

  @Override
  public Map<String, Map<InstanceId, Integer>> reports() {
    return AgentSocket.answers(folder.file(LocalRegistrar.SOCKET))
        ? folder.doing(() -> DrainsFile.read(folder.file(DrainsFile.NAME)))
        : Map.of();
  }

  @Override
  public void close() {
    looking.interrupt();
    watchers.close();
  }

  private void look() {
    Optional<Set<InstanceId>> told = Optional.empty();
    try {
      while (true) {
        told = tell(told);
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    } catch (InterruptedException closing) {
      LOG.debug("the announced removals are not followed any more");
    }
  }

  /** Publishes them if they are others than those told before; returns what is told now. */
  private Optional<Set<InstanceId>> tell(Optional<Set<InstanceId>> told) {
    try {
      Optional<Set<InstanceId>> now = Optional.of(announced.get());
      if (!told.equals(now)) {
        now.ifPresent(watchers::publish);
      }
      return now;
    } catch (StoreUnavailableException unreadable) {
      LOG.debug("the announced removals cannot be read; those known stay", unreadable);
      return told;
    }
  }
}

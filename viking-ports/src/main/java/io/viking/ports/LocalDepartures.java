package io.viking.ports;

import io.viking.model.InstanceId;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The announced removals in the files that the locks write, and a report in a file that the agent
 * writes and that counts as long as it lives.
 */
final class LocalDepartures implements Departures, AutoCloseable {
  private final LocalFolder folder;
  private final LocalRegistrar registrar;
  private final Watchers<Set<InstanceId>> watchers = new Watchers<>("departures");
  private final LocalFollower<Set<InstanceId>> follower;

  /**
   * @param announced the instances whose removal is announced, as the files have it now
   */
  LocalDepartures(
      LocalFolder folder, Supplier<Set<InstanceId>> announced, LocalRegistrar registrar) {
    this.folder = folder;
    this.registrar = registrar;
    this.follower = new LocalFollower<>("announced removals", announced, watchers);
  }

  @Override
  public Subscription watch(Consumer<Set<InstanceId>> listener) {
    follower.start();
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
    follower.close();
    watchers.close();
  }
}

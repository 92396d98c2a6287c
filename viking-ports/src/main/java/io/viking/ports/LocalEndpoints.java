package io.viking.ports;

import java.util.List;
import java.util.function.Consumer;

/** The endpoints in a file that the agent writes; they count as long as it lives. */
final class LocalEndpoints implements EndpointDirectory, AutoCloseable {
  private final LocalFolder folder;
  private final LocalRegistrar registrar;
  private final Watchers<EndpointSnapshot> watchers = new Watchers<>("endpoints");
  private final LocalFollower<EndpointSnapshot> follower =
      new LocalFollower<>("endpoints", this::snapshot, watchers);

  private EndpointSnapshot latest = EndpointSnapshot.empty();
  private EndpointsFile latestFile = new EndpointsFile(0, List.of());

  LocalEndpoints(LocalFolder folder, LocalRegistrar registrar) {
    this.folder = folder;
    this.registrar = registrar;
  }

  @Override
  public void register(Endpoint endpoint) {
    registrar.register(endpoint);
  }

  @Override
  public void deregister(String service, String id) {
    registrar.deregister(service, id);
  }

  @Override
  public synchronized EndpointSnapshot snapshot() {
    // First whether the agent lives: the other way round a new one's life would vouch for what was
    // read of a dead one's file.
    boolean alive = AgentSocket.answers(folder.file(LocalRegistrar.SOCKET));
    EndpointsFile file = folder.doing(() -> EndpointsFile.read(folder.file(EndpointsFile.NAME)));
    EndpointsFile valid = alive ? file : new EndpointsFile(file.revision(), List.of());
    if (!valid.equals(latestFile)) {
      latestFile = valid;
      // An agent's death changes the endpoints but no file, so the file's revision is not enough.
      latest =
          EndpointSnapshot.of(Math.max(latest.revision() + 1, file.revision()), valid.endpoints());
    }
    return latest;
  }

  @Override
  public Subscription watch(Consumer<EndpointSnapshot> listener) {
    follower.start();
    return watchers.add(listener);
  }

  @Override
  public void close() {
    follower.close();
    watchers.close();
  }
}

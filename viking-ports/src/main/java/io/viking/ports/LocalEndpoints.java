package io.viking.ports;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints in a file that the agent writes; they count as long as it lives. */
final class LocalEndpoints implements EndpointDirectory, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalEndpoints.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final LocalFolder folder;
  private final LocalRegistrar registrar;
  private final Watchers<EndpointSnapshot> watchers = new Watchers<>("endpoints");
  private final Thread looking = DaemonThreads.named("viking-local-watch").newThread(this::look);

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
    synchronized (looking) {
      if (looking.getState() == Thread.State.NEW) {
        looking.start();
      }
    }
    return watchers.add(listener);
  }

  @Override
  public void close() {
    looking.interrupt();
    watchers.close();
  }

  private void look() {
    long seen = -1;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        EndpointSnapshot now = snapshot();
        if (now.revision() != seen) {
          seen = now.revision();
          watchers.publish(now);
        }
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      } catch (StoreUnavailableException unreadable) {
        LOG.debug("the endpoints cannot be read; those known stay", unreadable);
      } catch (InterruptedException closing) {
        return;
      }
    }
  }
}

package io.viking.ports;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registering side of a local store: becomes the folder's one agent with the first thing it
 * registers, and from then on writes the files and answers on the socket.
 */
final class LocalRegistrar implements AutoCloseable {
  static final String SOCKET = "agent.sock";
  static final String HOSTS = "hosts";
  static final LocalLines HOSTS_FORM = new LocalLines("# viking hosts 1");

  private static final Logger LOG = LoggerFactory.getLogger(LocalRegistrar.class);
  private static final String LOCK = "agent.lock";
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How long what another process has registered is kept; etcd's leases are as long. */
  private static final Duration INHERITED = Duration.ofSeconds(10);

  private final LocalFolder folder;
  private final Map<String, Endpoint> endpoints = new TreeMap<>();
  private final Map<String, Host> hosts = new TreeMap<>();
  private final Map<String, Map<InstanceId, Integer>> drains = new TreeMap<>();

  /** What the process before this one has registered and this one has not, yet. */
  private final Map<String, Endpoint> inherited = new TreeMap<>();

  private Deadline inheritance = Deadline.after(Duration.ZERO);
  private final Thread keeper = DaemonThreads.named("viking-local-agent").newThread(this::keep);
  private Optional<AgentSocket> socket = Optional.empty();
  private long revision;
  private boolean dirty;
  private boolean closed;
  private boolean left;

  LocalRegistrar(LocalFolder folder) {
    this.folder = folder;
  }

  synchronized void register(Endpoint endpoint) {
    String key = key(endpoint.service(), endpoint.id());
    boolean known = endpoint.equals(inherited.remove(key));
    if (!endpoint.equals(endpoints.put(key, endpoint)) && !known) {
      changed();
    }
  }

  synchronized void deregister(String service, String id) {
    boolean known = inherited.remove(key(service, id)) != null;
    if (endpoints.remove(key(service, id)) != null || known) {
      changed();
    }
  }

  synchronized void announce(Host host) {
    hosts.put(host.name(), host);
    changed();
  }

  /** As {@link Departures#report} says. Changes no endpoint, so their file is left as it is. */
  synchronized void report(String host, Map<InstanceId, Integer> open) {
    Map<InstanceId, Integer> before =
        open.isEmpty() ? drains.remove(host) : drains.put(host, Map.copyOf(open));
    if (open.equals(before == null ? Map.of() : before)) {
      return;
    }
    if (socket.isEmpty()) {
      changed();
      return;
    }
    requireOpen();
    dirty = true;
    folder.locked(LOCK, this::writeDrains);
    dirty = false;
  }

  private boolean writeDrains() throws IOException {
    DrainsFile.write(folder.file(DrainsFile.NAME), drains);
    return true;
  }

  /** Writes nothing any more, and answers until it is closed. */
  synchronized void leave() {
    left = true;
  }

  /** Goes on in place of a process that has left, with what that has registered. */
  synchronized void takeOver() {
    folder.locked(
        LOCK,
        () -> {
          EndpointsFile file = EndpointsFile.read(folder.file(EndpointsFile.NAME));
          file.endpoints().forEach(one -> inherited.put(key(one.service(), one.id()), one));
          inheritance = Deadline.after(INHERITED);
          revision = Math.max(revision, file.revision());
          HOSTS_FORM.read(folder.file(HOSTS)).stream()
              .map(HostRecord::read)
              .forEach(host -> hosts.put(host.name(), host));
          socket = Optional.of(AgentSocket.replace(folder.file(SOCKET)));
          return true;
        });
    keeper.start();
  }

  @Override
  public void close() {
    keeper.interrupt();
    synchronized (this) {
      closed = true;
      if (left) {
        leaveSocket();
      } else if (socket.isPresent()) {
        endpoints.clear();
        inherited.clear();
        hosts.clear();
        drains.clear();
        try {
          folder.locked(LOCK, this::withdraw);
        } catch (StoreUnavailableException e) {
          LOG.warn("the local store was left with its last endpoints: {}", e.getMessage());
        }
      }
    }
  }

  private void leaveSocket() {
    try {
      if (socket.isPresent()) {
        socket.get().leave();
      }
    } catch (IOException e) {
      LOG.debug("the socket is closed all the same", e);
    }
    socket = Optional.empty();
  }

  private static String key(String service, String id) {
    return service + "/" + id;
  }

  private void requireOpen() {
    if (closed || left) {
      throw new IllegalStateException(
          closed ? "the cluster store is closed" : "another process registers in the store now");
    }
  }

  private void changed() {
    requireOpen();
    dirty = true;
    if (keeper.getState() == Thread.State.NEW) {
      keeper.start();
    }
    writeAll();
  }

  private void writeAll() {
    folder.locked(
        LOCK,
        () -> {
          if (socket.isEmpty()) {
            socket = Optional.of(enter());
          }
          return writeFiles();
        });
    dirty = false;
  }

  private boolean writeFiles() throws IOException {
    revision++;
    Map<String, Endpoint> all = new TreeMap<>(inherited);
    all.putAll(endpoints);
    EndpointsFile.write(folder.file(EndpointsFile.NAME), revision, all.values());
    HOSTS_FORM.write(folder.file(HOSTS), hosts.values().stream().map(HostRecord::write).toList());
    return writeDrains();
  }

  /** Empties what a dead process left behind before this one seems to vouch for it. */
  private AgentSocket enter() throws IOException {
    if (AgentSocket.answers(folder.file(SOCKET))) {
      endpoints.clear();
      hosts.clear();
      drains.clear();
      dirty = false;
      throw new StoreUnavailableException(
          ("another process registers in the local store %s already; there can be one agent.%n"
                  + "  Fix: end the other one ('fuser %s'), or use another folder.")
              .formatted(folder.path(), folder.file(SOCKET)),
          null);
    }
    revision = Math.max(revision, revisionLeft()) + 1;
    EndpointsFile.write(folder.file(EndpointsFile.NAME), revision, List.of());
    HOSTS_FORM.write(folder.file(HOSTS), List.of());
    DrainsFile.write(folder.file(DrainsFile.NAME), Map.of());
    return AgentSocket.bind(folder.file(SOCKET));
  }

  private long revisionLeft() throws IOException {
    try {
      return EndpointsFile.read(folder.file(EndpointsFile.NAME)).revision();
    } catch (CorruptStoreException e) {
      LOG.warn("endpoints that a dead process left behind are dropped: {}", e.getMessage());
      return 0;
    }
  }

  private boolean withdraw() throws IOException {
    writeFiles();
    if (socket.isPresent()) {
      socket.get().close();
    }
    socket = Optional.empty();
    return true;
  }

  private void keep() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Optional<AgentSocket> open = current();
        if (open.isPresent()) {
          open.get().answer(LOOK);
        } else {
          TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        repair();
      } catch (IOException | StoreUnavailableException e) {
        LOG.debug("the local store cannot be written; trying on", e);
      } catch (InterruptedException | ClosedSelectorException closing) {
        return;
      }
    }
  }

  private synchronized Optional<AgentSocket> current() {
    return socket;
  }

  /** Writes what could not be written before, or what somebody has deleted. */
  private synchronized void repair() throws IOException {
    if (closed || left) {
      return;
    }
    if (!inherited.isEmpty() && inheritance.isOver()) {
      inherited.clear();
      dirty = true;
    }
    if (socket.isPresent() && !socket.get().isInPlace()) {
      socket.get().close();
      socket = Optional.empty();
      dirty = true;
    }
    if (dirty || (socket.isPresent() && !Files.exists(folder.file(EndpointsFile.NAME)))) {
      writeAll();
    }
  }
}

package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Keeps a data path listening on the wanted ports. Thread-safe; calls wait for each other. */
final class Listeners {
  private final DataPath path;
  private final InetAddress address;
  private final AmbassadorOptions options;

  /** What is wanted: empty where it listens, else why it does not. */
  private volatile Map<PortKey, Optional<String>> states = Map.of();

  Listeners(DataPath path, AmbassadorOptions options) {
    this.path = path;
    this.address = options.bindAddress();
    this.options = options;
  }

  /** Closes what is not wanted any more, opens what is missing, and waits for both. */
  synchronized void want(Set<PortKey> wanted) {
    List<CompletableFuture<Void>> closing =
        states.keySet().stream()
            .filter(port -> !wanted.contains(port))
            .map(port -> path.close(port).toCompletableFuture())
            .toList();
    closing.forEach(CompletableFuture::join);
    open(wanted);
  }

  /** Tries again to open what could not be opened. */
  synchronized void retry() {
    if (states.values().stream().anyMatch(Optional::isPresent)) {
      open(states.keySet());
    }
  }

  /** What is done with each listening socket; none is closed meanwhile. */
  interface Use {
    void of(ListeningSocket socket) throws IOException;
  }

  synchronized void passOn(Use use) throws IOException {
    for (ListeningSocket socket : path.sockets()) {
      use.of(socket);
    }
  }

  private void open(Set<PortKey> wanted) {
    Map<PortKey, CompletableFuture<Optional<String>>> opening = new LinkedHashMap<>();
    Map<PortKey, Optional<String>> next = new TreeMap<>();
    for (PortKey port : new TreeSet<>(wanted)) {
      Optional<String> state = states.get(port);
      if (state != null && state.isEmpty()) {
        next.put(port, state);
      } else {
        opening.put(port, open(port));
      }
    }
    opening.forEach((port, problem) -> next.put(port, problem.join()));
    states = next;
  }

  private CompletableFuture<Optional<String>> open(PortKey port) {
    return path.open(port)
        .handle(
            (done, failure) ->
                failure == null ? Optional.<String>empty() : Optional.of(problem(port, failure)))
        .toCompletableFuture();
  }

  private String problem(PortKey port, Throwable failure) {
    return "port "
        + port
        + " cannot be opened on "
        + address.getHostAddress()
        + ": "
        + failure.getMessage()
        + ". Fix: stop what uses that port (ss -lntup), or check that the address is one of this"
        + " host; it is tried again every "
        + options.bindRetry().toMillis()
        + " ms";
  }

  /** The wanted ports, sorted, each with why it does not listen. */
  Map<PortKey, Optional<String>> states() {
    return states;
  }

  /** The problems alone, sorted by port. */
  Map<PortKey, String> problems() {
    Map<PortKey, String> problems = new TreeMap<>();
    states.forEach((port, problem) -> problem.ifPresent(text -> problems.put(port, text)));
    return problems;
  }
}

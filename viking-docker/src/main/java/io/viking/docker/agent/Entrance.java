package io.viking.docker.agent;

import io.viking.docker.ambassador.Ambassador;
import io.viking.docker.ambassador.AmbassadorOptions;
import io.viking.docker.ambassador.HandoverServer;
import io.viking.docker.ambassador.Inheritance;
import io.viking.docker.ambassador.Predecessor;
import io.viking.docker.ambassador.SourceLookup;
import io.viking.docker.registrar.HostView;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of an agent is there before it has heard from the engine and the store: its ambassadors, by
 * the table that the agent before it has left. Loads nothing that only those two need. Thread-safe.
 */
final class Entrance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
  private static final String SOCKET = "handover.sock";
  private static final Duration TO_ANSWER = Duration.ofSeconds(1);
  private static final Duration WRITE_PAUSE = Duration.ofSeconds(1);

  private final AgentOptions options;
  private final AgentMetrics metrics = new AgentMetrics();
  private final CompletableFuture<SourceLookup> lookup = new CompletableFuture<>();
  private final Ambassadors ambassadors;
  private final Optional<LinkTableKeeper> keeper;
  private final CompletableFuture<Void> looked = new CompletableFuture<>();
  private Optional<Inheritance> inheritance = Optional.empty();
  private volatile Predecessor predecessor = Predecessor.none();
  private Optional<HandoverServer> server = Optional.empty();
  private Optional<HostView> sight = Optional.empty();
  private boolean waiting;
  private boolean away;

  private Entrance(AgentOptions options) {
    this.options = options;
    this.ambassadors = new Ambassadors(this::ambassadorOptions, this::changed, Clock.systemUTC());
    this.keeper =
        options
            .hostFolder()
            .map(LinkTableFile::new)
            .map(file -> new LinkTableKeeper(file, ambassadors::table, WRITE_PAUSE));
  }

  /**
   * Listens where the agent before it did, if anything is known of that; or, if it is to replace
   * one that runs, waits for {@link #takeOver}.
   */
  static Entrance open(AgentOptions options) {
    Entrance entrance = new Entrance(options);
    try {
      options.hostFolder().ifPresent(entrance::begin);
      return entrance;
    } catch (RuntimeException e) {
      entrance.close();
      throw e;
    }
  }

  private void begin(Path folder) {
    Path socket = folder.resolve(SOCKET);
    waiting = options.replace() && HandoverServer.answers(socket);
    if (!waiting) {
      if (options.replace()) {
        LOG.info("no agent to replace at {}, this is an ordinary start", socket);
      }
      new LinkTableFile(folder).read().ifPresent(this::begin);
    }
  }

  /** Whether another agent runs that this one is to replace, and goes on meanwhile. */
  synchronized boolean isToTakeOver() {
    return waiting;
  }

  /** Completes when the containers were listed, or the engine turned out to be away. */
  CompletableFuture<Void> looked() {
    return looked;
  }

  /**
   * Takes over from the agent that runs, with the permissions that follow from the containers as
   * they are now; with the ones that it knew last only where the engine is away.
   *
   * @return whether that one still ran
   * @throws IllegalStateException if it does not let go
   */
  boolean takeOver() {
    Path folder = options.hostFolder().orElseThrow();
    Optional<Inheritance> asked = ask(folder.resolve(SOCKET));
    if (asked.isPresent()) {
      inherit(asked.get());
      return true;
    }
    Optional<LinkTable> known = new LinkTableFile(folder).read();
    synchronized (this) {
      waiting = false;
      known.ifPresent(this::begin);
      sight.ifPresent(ambassadors::view);
    }
    return false;
  }

  private static Optional<Inheritance> ask(Path socket) {
    try {
      return Optional.of(Inheritance.ask(socket, TO_ANSWER));
    } catch (IOException e) {
      LOG.info("no agent to replace at {}, this is an ordinary start: {}", socket, e.toString());
      return Optional.empty();
    }
  }

  private void inherit(Inheritance from) {
    try {
      LinkTable known = LinkTableText.read(from.text());
      int sockets = from.sockets().size();
      synchronized (this) {
        waiting = false;
        ambassadors.begin(known.at(present(known)), from.sockets(), sight, away);
      }
      if (!from.confirm()) {
        LOG.warn("the agent that was replaced did not say that it has let go");
      }
      predecessor = from.predecessor();
      ambassadors.remember(DepartedEndpoints.read(predecessor.lastWords()));
      ambassadors.retry();
      synchronized (this) {
        inheritance = Optional.of(from);
        sight.ifPresent(view -> closeRest());
      }
      LOG.info(
          "took over {} listening sockets of the agent that ran here",
          sockets - from.sockets().size());
    } catch (IOException | IllegalArgumentException e) {
      from.close();
      throw new IllegalStateException(
          "the agent that runs here cannot be replaced: "
              + e.getMessage()
              + ".\n  Fix: end it, and start this one without --replace.",
          e);
    }
  }

  private void begin(LinkTable known) {
    Set<InetAddress> present = present(known);
    ambassadors.begin(known.at(present), false);
    LOG.info(
        "listening on {} ports of {} with the links known last",
        known.listeners().size(),
        present.stream().map(InetAddress::getHostAddress).sorted().toList());
  }

  /** After a boot the bridge may not be there yet; no port could be opened, each with a message. */
  private Set<InetAddress> present(LinkTable known) {
    Set<InetAddress> addresses =
        options.listenAddresses().isEmpty()
            ? known.addresses()
            : Set.copyOf(options.listenAddresses());
    return addresses.stream().filter(LocalAddress::isOne).collect(Collectors.toSet());
  }

  private AmbassadorOptions ambassadorOptions(InetAddress address) {
    return AmbassadorOptions.builder()
        .bindAddress(address)
        .links(options.links())
        .balance(options.balance())
        .dataPath(options.dataPath())
        .owner(options.host().name())
        .drainTime(options.drainTime())
        .limits(options.limits())
        .connectTimes(metrics)
        .reports(options.accessLog().map(log -> log::ended))
        .lookup(this::look)
        .build();
  }

  private CompletionStage<Void> look() {
    return lookup.thenCompose(SourceLookup::refresh);
  }

  private void changed() {
    keeper.ifPresent(LinkTableKeeper::changed);
  }

  /** The agent that was replaced by this one. */
  Predecessor predecessor() {
    return predecessor;
  }

  Ambassadors ambassadors() {
    return ambassadors;
  }

  AgentMetrics metrics() {
    return metrics;
  }

  /** What is asked about unknown sources; they wait until it is known. */
  void lookup(SourceLookup sources) {
    lookup.complete(sources);
  }

  /**
   * Lets another agent take over from this one.
   *
   * @param onTaken see {@link HandoverServer.Source#taken}
   */
  synchronized void letReplace(Runnable onTaken) {
    Optional<Path> socket = options.hostFolder().map(folder -> folder.resolve(SOCKET));
    if (socket.isEmpty() || !HandoverServer.isPossible()) {
      return;
    }
    if (inheritance.isEmpty() && HandoverServer.answers(socket.get())) {
      LOG.warn(
          "another agent of this host runs with {}. Fix: end one of the two; 'viking agent --replace' takes over",
          socket.get().getParent());
      return;
    }
    try {
      Files.createDirectories(socket.get().toAbsolutePath().resolveSibling(""));
      server = Optional.of(HandoverServer.start(socket.get(), new Offer(onTaken)));
    } catch (IOException e) {
      LOG.warn("no other agent can take over from this one: {}", e.toString());
    }
  }

  private final class Offer implements HandoverServer.Source {
    private final Runnable onTaken;

    Offer(Runnable onTaken) {
      this.onTaken = onTaken;
    }

    @Override
    public String text() {
      return LinkTableText.write(ambassadors.table());
    }

    @Override
    public List<Ambassador> ambassadors() {
      return ambassadors.all();
    }

    @Override
    public void taken() {
      var unused = ambassadors.drain();
      keep();
      onTaken.run();
    }

    @Override
    public String lastWords() {
      return DepartedEndpoints.write(ambassadors.departed());
    }
  }

  /** The engine was asked and has failed, or has not answered for long. */
  synchronized void engineAway() {
    away = true;
    if (sight.isEmpty() && !waiting && ambassadors.permitting(true)) {
      LOG.warn("the engine does not answer; until it does, permissions are those known last");
    }
    looked.complete(null);
  }

  /** The engine answers, so its containers may be others than those known last. */
  synchronized void engineAnswers() {
    away = false;
    if (sight.isEmpty() && !waiting && ambassadors.permitting(false)) {
      LOG.info("the engine answers; sources wait for its list of containers");
    }
  }

  /** The containers were listed: nothing of the table's permissions counts any more. */
  synchronized void seen(HostView view) {
    sight = Optional.of(view);
    if (!waiting) {
      ambassadors.view(view);
      closeRest();
    }
    looked.complete(null);
  }

  /** Nobody links to what is still left of another agent's sockets. */
  private synchronized void closeRest() {
    inheritance.ifPresent(Inheritance::close);
  }

  /** Keeps what is known now for the next agent; later changes are not written. */
  void keep() {
    keeper.ifPresent(LinkTableKeeper::close);
  }

  /** Is taken over by nobody any more; tells whoever has taken over how far it is. */
  synchronized void endReplacing() {
    server.ifPresent(HandoverServer::stop);
  }

  /** Has no connection any more, and nothing to tell. */
  synchronized void endTelling() {
    server.ifPresent(HandoverServer::close);
    server = Optional.empty();
    predecessor.close();
  }

  /** Ends what was opened, without draining; for a start that has failed. */
  @Override
  public void close() {
    keep();
    endTelling();
    closeRest();
    ambassadors.close();
  }
}

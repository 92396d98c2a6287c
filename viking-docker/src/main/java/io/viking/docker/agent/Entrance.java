package io.viking.docker.agent;

import io.viking.docker.ambassador.AmbassadorOptions;
import io.viking.docker.ambassador.SourceLookup;
import java.net.InetAddress;
import java.time.Duration;
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
  private static final Duration WRITE_PAUSE = Duration.ofSeconds(1);

  private final AgentOptions options;
  private final CompletableFuture<SourceLookup> lookup = new CompletableFuture<>();
  private final Ambassadors ambassadors;
  private final Optional<LinkTableKeeper> keeper;
  private boolean seen;

  private Entrance(AgentOptions options) {
    this.options = options;
    this.ambassadors = new Ambassadors(this::ambassadorOptions, this::changed);
    this.keeper =
        options
            .stateFolder()
            .map(LinkTableFile::new)
            .map(file -> new LinkTableKeeper(file, ambassadors::table, WRITE_PAUSE));
  }

  /** Listens where the agent before it did, if anything is known of that. */
  static Entrance open(AgentOptions options) {
    Entrance entrance = new Entrance(options);
    options
        .stateFolder()
        .map(LinkTableFile::new)
        .flatMap(LinkTableFile::read)
        .ifPresent(entrance::begin);
    return entrance;
  }

  private void begin(LinkTable known) {
    Set<InetAddress> addresses =
        options.listenAddresses().isEmpty()
            ? known.addresses()
            : Set.copyOf(options.listenAddresses());
    // After a boot the bridge may not be there yet; no port could be opened, each with a message.
    Set<InetAddress> present =
        addresses.stream().filter(LocalAddress::isOne).collect(Collectors.toSet());
    ambassadors.begin(known.at(present), false);
    LOG.info(
        "listening on {} ports of {} with the links known last",
        known.listeners().size(),
        present.stream().map(InetAddress::getHostAddress).sorted().toList());
  }

  private AmbassadorOptions ambassadorOptions(InetAddress address) {
    return AmbassadorOptions.builder()
        .bindAddress(address)
        .links(options.links())
        .balance(options.balance())
        .drainTime(options.drainTime())
        .lookup(this::look)
        .build();
  }

  private CompletionStage<Void> look() {
    return lookup.thenCompose(SourceLookup::refresh);
  }

  private void changed() {
    keeper.ifPresent(LinkTableKeeper::changed);
  }

  Ambassadors ambassadors() {
    return ambassadors;
  }

  /** What is asked about unknown sources; they wait until it is known. */
  void lookup(SourceLookup sources) {
    lookup.complete(sources);
  }

  /** The engine was asked and has failed, or has not answered for long. */
  synchronized void engineAway() {
    if (!seen && ambassadors.permitting(true)) {
      LOG.warn("the engine does not answer; until it does, permissions are those known last");
    }
  }

  /** The engine answers, so its containers may be others than those known last. */
  synchronized void engineAnswers() {
    if (!seen && ambassadors.permitting(false)) {
      LOG.info("the engine answers; sources wait for its list of containers");
    }
  }

  /** The containers were listed: nothing of the table's permissions is left. */
  synchronized void engineSeen() {
    seen = true;
  }

  /** Keeps what is known now for the next agent; later changes are not written. */
  void keep() {
    keeper.ifPresent(LinkTableKeeper::close);
  }

  /** Ends what was opened, without draining; for a start that has failed. */
  @Override
  public void close() {
    keep();
    ambassadors.close();
  }
}

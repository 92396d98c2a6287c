package io.viking.docker.agent;

import io.viking.docker.engine.ContainerEvent;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineException;
import io.viking.docker.engine.EventListener;
import io.viking.docker.engine.EventStream;
import io.viking.docker.firewall.AddressBlock;
import io.viking.docker.firewall.ClusterMembers;
import io.viking.docker.firewall.Firewall;
import io.viking.docker.firewall.FirewallException;
import io.viking.docker.firewall.LocalContainers;
import io.viking.docker.firewall.Perimeter;
import io.viking.docker.firewall.RuleSet;
import io.viking.model.Host;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the firewall of an agent's host as it should be: looks again and again at the cluster's
 * hosts, at the engine, and at the rules themselves, and at once when a container starts. What it
 * does not get to know stays as it knew it last. Once closed it leaves the rules as they are.
 *
 * <p>Safe for use by several threads.
 */
final class FirewallKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FirewallKeeper.class);

  private static final int MOST_PUTS = 5;

  private final AgentOptions options;
  private final VpcOptions vpc;
  private final Firewall firewall;
  private final EngineClient engine;
  private final RememberedHosts remembered;
  private final HostsFile file;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicBoolean poked = new AtomicBoolean();
  private volatile Optional<String> problem = Optional.of("the firewall is not in place yet");

  /** Used by the thread only, as are those that follow. */
  private Optional<Perimeter> local = Optional.empty();

  private List<Host> hosts = List.of();
  private final Map<String, List<InetAddress>> names = new HashMap<>();
  private Optional<Long> answeredAt = Optional.empty();
  private Optional<RuleSet> applied = Optional.empty();
  private Optional<String> listing = Optional.empty();
  private Optional<EventStream> events = Optional.empty();

  private FirewallKeeper(AgentOptions options, VpcOptions vpc, Firewall firewall) {
    this.options = options;
    this.vpc = vpc;
    this.firewall = firewall;
    this.engine = EngineClient.open(options.engine(), options.engineOptions());
    this.remembered = new RememberedHosts(vpc.keep());
    this.file = new HostsFile(options.hostFolder());
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "viking-vpc-" + options.host().name());
              made.setDaemon(true);
              return made;
            });
    thread.setRejectedExecutionHandler((task, executor) -> LOG.debug("the agent is closed"));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * A keeper for that agent's host, not started.
   *
   * @throws FirewallException if there is no program to do it with
   */
  static FirewallKeeper of(AgentOptions options, VpcOptions vpc) {
    return new FirewallKeeper(options, vpc, Firewall.find(vpc.backend()));
  }

  /** Begins to look. */
  @SuppressWarnings("FutureReturnValueIgnored") // a look reports its own failures
  void start() {
    thread.execute(() -> file.readInto(remembered));
    thread.scheduleWithFixedDelay(this::look, 0, vpc.check().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** What is wrong now; empty if the rules are as they should be. */
  Optional<String> problem() {
    return problem;
  }

  private void look() {
    try {
      Optional<String> storeAway = askStore();
      Optional<String> engineAway = askEngine();
      if (local.isEmpty() || (remembered.addresses().isEmpty() && answeredAt.isEmpty())) {
        report(
            "the firewall is left as it is until it is known what to protect: "
                + engineAway.or(() -> storeAway).orElse(""));
        return;
      }
      keep(RuleSet.of(perimeter(local.get())));
      problem = Optional.empty();
    } catch (FirewallException e) {
      report(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Would end the looks for good.
      LOG.debug("the firewall could not be looked after", e);
      report("the firewall could not be looked after: " + e);
    }
  }

  private void report(String what) {
    if (!problem.equals(Optional.of(what))) {
      LOG.warn("{}", what);
    }
    problem = Optional.of(what);
  }

  private Optional<String> askStore() {
    try {
      hosts = usable(options.store().hosts().hosts());
    } catch (RuntimeException e) {
      // Whatever keeps it from answering: what is known goes on to be protected.
      LOG.debug("the store does not tell the hosts", e);
      return Optional.of(String.valueOf(e.getMessage()));
    }
    long now = System.nanoTime();
    remembered.answered(
        hosts.stream()
            .flatMap(host -> host.address().stream())
            .map(AddressBlock::parse)
            .collect(Collectors.toSet()),
        Duration.ofNanos(answeredAt.map(before -> now - before).orElse(0L)));
    answeredAt = Optional.of(now);
    file.write(remembered);
    return Optional.empty();
  }

  /** A record that somebody has scribbled on must not keep the others from being protected. */
  private static List<Host> usable(List<Host> hosts) {
    return hosts.stream()
        .filter(
            host -> {
              boolean usable = ClusterMembers.isUsable(host);
              if (!usable) {
                LOG.warn("host {} is left out of the firewall: its address is none", host.name());
              }
              return usable;
            })
        .toList();
  }

  private Optional<String> askEngine() {
    try {
      if (events.isEmpty()) {
        events = Optional.of(engine.events(Instant.now(), new Starts()));
      }
      Perimeter.Builder seen = Perimeter.builder();
      LocalContainers.addTo(seen, engine);
      options.listenAddresses().forEach(seen::addGateway);
      local = Optional.of(seen.build());
      return Optional.empty();
    } catch (EngineException e) {
      LOG.debug("the engine is away", e);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Perimeter perimeter(Perimeter seen) {
    Perimeter.Builder perimeter =
        Perimeter.builder().from(seen).open(vpc.open()).allocated(vpc.allocated());
    ClusterMembers.addTo(perimeter, hosts, vpc.etcd(), this::addresses);
    options.host().address().map(AddressBlock::parse).ifPresent(perimeter::addTrusted);
    return perimeter.addAllTrusted(vpc.trusted()).addAllTrusted(remembered.addresses()).build();
  }

  /** A name that cannot be looked up now means what it meant before. */
  private List<InetAddress> addresses(String name) {
    try {
      names.put(name, List.of(InetAddress.getAllByName(name)));
    } catch (UnknownHostException e) {
      LOG.debug("the name of an etcd member is not known", e);
    }
    return names.getOrDefault(name, List.of());
  }

  private void keep(RuleSet rules) {
    boolean same = applied.equals(Optional.of(rules));
    if (same && firewall.listing().equals(listing)) {
      return;
    }
    if (same) {
      LOG.warn("somebody has changed the firewall; it is put back");
      // What is listed now may have been changed again; what was listed for these rules was not.
      firewall.apply(rules);
      return;
    }
    applied = Optional.empty();
    listing = put(rules);
    applied = Optional.of(rules);
    LOG.info("the firewall is in place, by {}", firewall.backend());
  }

  /**
   * Puts the rules in place. Somebody may change them before they are listed, and that must not be
   * taken for how they should be: so they are put until they are listed the same twice.
   */
  private Optional<String> put(RuleSet rules) {
    firewall.apply(rules);
    Optional<String> first = firewall.listing();
    for (int i = 0; i < MOST_PUTS; i++) {
      firewall.apply(rules);
      Optional<String> second = firewall.listing();
      if (second.equals(first)) {
        break;
      }
      first = second;
    }
    return first;
  }

  /** Looks when a container has started: it may be published, or on a network of its own. */
  private final class Starts implements EventListener {
    @Override
    public void onEvent(ContainerEvent event) {
      if (event.action() == ContainerEvent.Action.START && poked.compareAndSet(false, true)) {
        thread.execute(
            () -> {
              poked.set(false);
              look();
            });
      }
    }

    @Override
    public void onEnd(Optional<EngineException> cause) {
      thread.execute(
          () -> {
            events.ifPresent(EventStream::close);
            events = Optional.empty();
          });
    }
  }

  /** Looks no more; the rules stay. */
  @Override
  public void close() {
    thread.shutdownNow();
    engine.close();
  }
}

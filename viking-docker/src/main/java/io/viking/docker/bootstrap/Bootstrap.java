package io.viking.docker.bootstrap;

import io.viking.docker.bootstrap.BootstrapResult.Action;
import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineException;
import io.viking.docker.engine.NewContainer;
import io.viking.model.Host;
import io.viking.ports.HostDirectory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts the agent on hosts, over their engines' API: host network, restart policy {@code always},
 * the container's name {@code viking-agent}. An agent that is up to date is left alone.
 *
 * <p>Safe for use by several threads. The image is the caller's to close.
 *
 * <pre>{@code
 * try (AgentImage image = AgentImage.ofRunningProgram(BootstrapOptions.AGENT_MAIN)) {
 *   Bootstrap.create(image, BootstrapOptions.of(List.of("10.0.0.1:2379"))).run(hosts, store.hosts());
 * }
 * }</pre>
 */
public final class Bootstrap {
  /**
   * An agent drains its connections and gives back its lease; killed, it would leave its record.
   */
  private static final Duration GRACE = Duration.ofSeconds(40);

  private static final Duration POLL = Duration.ofMillis(100);

  private final AgentImage image;
  private final BootstrapOptions options;
  private final Clock clock;

  private Bootstrap(AgentImage image, BootstrapOptions options, Clock clock) {
    this.image = image;
    this.options = options;
    this.clock = clock;
  }

  /** A bootstrap of agents of that image. */
  public static Bootstrap create(AgentImage image, BootstrapOptions options) {
    return new Bootstrap(image, options, Clock.systemUTC());
  }

  /**
   * Brings an agent to every host, several hosts at once, and returns when each has announced its
   * host. A host that fails does not keep the others from being worked on.
   *
   * @return what was done, in the order of the hosts
   * @throws BootstrapException if a host failed; its message names each that did; also if a file of
   *     {@link BootstrapOptions#etcdAccess()} cannot be read, before anything is done
   */
  public List<BootstrapResult> run(Collection<Host> hosts, HostDirectory directory) {
    AgentFiles files = AgentFiles.of(options.etcdAccess());
    ExecutorService threads =
        Executors.newFixedThreadPool(
            options.parallelism(),
            task -> {
              Thread thread = new Thread(task, "viking-bootstrap");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<Host, Future<BootstrapResult>> running = new LinkedHashMap<>();
      hosts.forEach(
          host -> running.put(host, threads.submit(() -> bootstrap(host, files, directory))));
      return gather(running);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<BootstrapResult> gather(Map<Host, Future<BootstrapResult>> running) {
    List<BootstrapResult> results = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (Future<BootstrapResult> future : running.values()) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BootstrapException("interrupted while agents were started", e);
      }
    }
    if (!failures.isEmpty()) {
      throw failure(failures);
    }
    return results;
  }

  private static BootstrapException failure(List<Throwable> failures) {
    List<String> messages =
        failures.stream().map(each -> String.valueOf(each.getMessage())).toList();
    BootstrapException all = new BootstrapException(String.join("\n", messages), failures.get(0));
    failures.stream().skip(1).forEach(all::addSuppressed);
    return all;
  }

  private BootstrapResult bootstrap(Host host, AgentFiles files, HostDirectory directory) {
    try (EngineClient engine = EngineClient.open(host.engine(), options.engine())) {
      NewContainer wanted = AgentContainer.of(host, image.tag(), options, files);
      Optional<ContainerFacts> present = engine.container(AgentContainer.NAME);
      Action action = action(engine, present, wanted, files);
      if (action != Action.UNCHANGED) {
        buildUnlessThere(engine);
        present.ifPresent(old -> stopAndRemove(engine, old.id()));
        awaitGone(host, directory);
        String created = engine.create(wanted);
        files.copyInto(engine, created);
        engine.start(created);
      }
      awaitReady(host, engine, directory);
      return new BootstrapResult(host, action, image.tag());
    } catch (EngineException e) {
      throw failure(host, e);
    }
  }

  private static BootstrapException failure(Host host, EngineException failure) {
    String what =
        "host '"
            + host.name()
            + "' (engine "
            + host.engine()
            + ") could not start the agent: "
            + failure.reason();
    // Some reasons come with their own advice.
    return new BootstrapException(
        what.contains("Fix: ")
            ? what
            : what
                + "\n  Fix: check that Docker runs on '"
                + host.name()
                + "' and that its engine can be reached from here.",
        failure);
  }

  private void buildUnlessThere(EngineClient engine) {
    if (engine.image(image.tag()).isEmpty()) {
      engine.build(image.tar(), image.tag());
    }
  }

  private static Action action(
      EngineClient engine,
      Optional<ContainerFacts> present,
      NewContainer wanted,
      AgentFiles files) {
    if (present.isEmpty()) {
      return Action.STARTED;
    }
    boolean same =
        Objects.equals(
            wanted.labels().get(AgentContainer.LABEL),
            present.get().labels().get(AgentContainer.LABEL));
    // The files themselves are compared, and not a hash in the label, which everybody could read
    // and try passwords against.
    return same && present.get().isRunning() && files.areIn(engine, present.get().id())
        ? Action.UNCHANGED
        : Action.REPLACED;
  }

  private static void stopAndRemove(EngineClient engine, String id) {
    engine.stop(id, GRACE);
    engine.remove(id);
  }

  /** The record of an agent that was killed outlives it; the new one's must not be taken for it. */
  private void awaitGone(Host host, HostDirectory directory) {
    Instant deadline = clock.instant().plus(options.readyTimeout());
    while (isAnnounced(host, directory)) {
      if (clock.instant().isAfter(deadline)) {
        throw new BootstrapException(
            "host '"
                + host.name()
                + "' has an agent already that is not the container '"
                + AgentContainer.NAME
                + "'.\n  Fix: stop that agent, or keep it and leave this host out.",
            null);
      }
      pause();
    }
  }

  private void awaitReady(Host host, EngineClient engine, HostDirectory directory) {
    Instant deadline = clock.instant().plus(options.readyTimeout());
    while (!isAnnounced(host, directory)) {
      Optional<ContainerFacts> agent = engine.container(AgentContainer.NAME);
      boolean failed = agent.isEmpty() || agent.get().restartCount() > 0;
      if (failed || clock.instant().isAfter(deadline)) {
        throw notReady(host, engine, failed);
      }
      pause();
    }
  }

  private static boolean isAnnounced(Host host, HostDirectory directory) {
    return directory.hosts().stream().anyMatch(live -> live.name().equals(host.name()));
  }

  private BootstrapException notReady(Host host, EngineClient engine, boolean failed) {
    List<String> log = engine.logTail(AgentContainer.NAME, 10);
    return new BootstrapException(
        "the agent on host '"
            + host.name()
            + "' "
            + (failed
                ? "ended"
                : "did not announce its host within " + options.readyTimeout().toSeconds() + " s")
            + ". Its last lines:\n    "
            + String.join("\n    ", log)
            + "\n  Fix: read all of it with 'docker -H "
            + host.engine()
            + " logs "
            + AgentContainer.NAME
            + "'; check that the host reaches etcd at "
            + String.join(", ", options.etcd())
            + ".",
        null);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootstrapException("interrupted while waiting for an agent", e);
    }
  }
}

package io.viking.docker.bootstrap;

import io.viking.docker.bootstrap.BootstrapResult.Action;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineException;
import io.viking.docker.engine.NewContainer;
import io.viking.docker.engine.PlainEngines;
import io.viking.model.Host;
import io.viking.ports.HostDirectory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts the agent on hosts, over their engines' API: host network, restart policy {@code always},
 * the container's name {@code viking-agent}. An agent that is up to date is left alone; another one
 * is replaced without a refused connection, and goes on if the new one cannot start.
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
    PlainEngines.warnOf(host, options.engine());
    try (EngineClient engine = EngineClient.open(host.engine(), options.engine())) {
      AgentWatch watch = new AgentWatch(host, engine, directory, options, clock);
      Action action = new AgentInstaller(engine, watch, image, files).install(wanted(host, files));
      return new BootstrapResult(host, action, image.tag());
    } catch (EngineException e) {
      throw failure(host, e);
    }
  }

  private NewContainer wanted(Host host, AgentFiles files) {
    return AgentContainer.of(host, image.tag(), options, files);
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
}

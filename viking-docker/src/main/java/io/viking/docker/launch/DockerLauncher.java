package io.viking.docker.launch;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineException;
import io.viking.docker.engine.EngineException.Kind;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.engine.EventStream;
import io.viking.docker.engine.NewContainer;
import io.viking.docker.engine.PlainEngines;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ContainerSpec;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Starts containers through the engines' API: nothing but an address is needed of a host.
 *
 * <p>Safe for use by several threads; whoever creates one closes it. There is one client an engine,
 * made when first used. A host whose engine is down, frozen or cut off fails within the deadlines
 * of {@link EngineOptions}, and works again when it is back.
 */
public final class DockerLauncher implements Launcher {
  private static final int LOG_LINES = 10;

  private final EngineOptions options;
  private final JobDefinitions definitions;
  private final Map<String, EngineClient> clients = new ConcurrentHashMap<>();
  private final Map<String, HostGateway> gateways = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private DockerLauncher(EngineOptions options, JobDefinitions definitions) {
    this.options = options;
    this.definitions = definitions;
  }

  /** A launcher with the default deadlines that reads the definitions viking writes. */
  public static DockerLauncher create() {
    return create(JobDefinitions.json());
  }

  /**
   * A launcher with the default deadlines.
   *
   * @param definitions reads the {@code viking.definition} label
   */
  public static DockerLauncher create(JobDefinitions definitions) {
    return create(EngineOptions.defaults(), definitions);
  }

  /** A launcher that talks to every engine with those options. */
  public static DockerLauncher create(EngineOptions options, JobDefinitions definitions) {
    return new DockerLauncher(options, definitions);
  }

  @Override
  public ActualHost inspect(Host host) {
    return attempt(
        host, "read its containers", engine -> HostReader.read(host, engine, definitions));
  }

  @Override
  public Optional<ImageDetails> image(Host host, String image) {
    return attempt(
        host,
        "look up image '" + image + "'",
        engine ->
            engine.image(image).map(facts -> new ImageDetails(facts.id(), facts.exposedPorts())));
  }

  @Override
  public void pull(Host host, String image) {
    attempt(host, "fetch image '" + image + "'", () -> client(host).pull(image));
  }

  @Override
  public void start(Host host, ContainerSpec spec) {
    start(host, spec, () -> {});
  }

  @Override
  public void start(Host host, ContainerSpec spec, Runnable permit) {
    String what = "start " + spec.instance() + " of image '" + spec.image() + "'";
    attempt(
        host,
        what,
        () -> {
          EngineClient engine = client(host);
          NewContainer container =
              Containers.of(
                  spec,
                  publishAddress(host, engine, spec),
                  spec.extraHosts().stream().map(gateway(host, engine)::settled).toList());
          String id = create(engine, container);
          permitOrRemove(engine, id, permit);
          startOrRemove(engine, id);
        });
  }

  @Override
  public void remove(Host host, InstanceId instance, Duration grace) {
    attempt(
        host,
        "remove " + instance,
        () -> {
          EngineClient engine = client(host);
          engine.stop(instance.containerName(), grace);
          engine.remove(instance.containerName());
        });
  }

  @Override
  public Optional<InstanceReport> report(Host host, InstanceId instance) {
    return attempt(
        host,
        "look at " + instance,
        engine ->
            engine.container(instance.containerName()).flatMap(facts -> report(engine, facts)));
  }

  @Override
  public Optional<InstanceReport> glance(Host host, InstanceId instance) {
    return attempt(
        host,
        "look at " + instance,
        engine ->
            engine.container(instance.containerName()).map(facts -> report(facts, List.of())));
  }

  @Override
  public Subscription watch(Host host, Runnable news, Runnable ended) {
    EventStream events =
        attempt(
            host,
            "hear of its containers",
            engine -> engine.events(Instant.now(), new Happenings(news, ended)));
    return events::close;
  }

  @Override
  public void close() {
    closed = true;
    clients.values().forEach(EngineClient::close);
    clients.clear();
  }

  private static Optional<InstanceReport> report(EngineClient engine, ContainerFacts facts) {
    try {
      return Optional.of(report(facts, output(engine, facts)));
    } catch (EngineException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static InstanceReport report(ContainerFacts facts, List<String> output) {
    return new InstanceReport(
        HostReader.state(facts.state()), facts.exitCode(), facts.restartCount(), output);
  }

  /** Not every log driver can be read; how the process is doing is known all the same. */
  private static List<String> output(EngineClient engine, ContainerFacts facts) {
    try {
      return MaskedOutput.of(engine.logTail(facts.id(), LOG_LINES), facts);
    } catch (EngineException e) {
      if (e.kind() == Kind.REFUSED) {
        return List.of("(its output cannot be read: " + e.reason() + ")");
      }
      throw e;
    }
  }

  /** Names hold a random pid, so one that is taken is what an attempt cut short has left. */
  private static String create(EngineClient engine, NewContainer container) {
    try {
      return engine.create(container);
    } catch (EngineException e) {
      if (e.kind() != Kind.CONFLICT || !removeLeftover(engine, container.name())) {
        throw e;
      }
      return engine.create(container);
    }
  }

  private static boolean removeLeftover(EngineClient engine, String name) {
    Optional<ContainerFacts> leftover =
        engine.container(name).filter(facts -> facts.state() == ContainerFacts.State.CREATED);
    leftover.ifPresent(facts -> engine.remove(facts.id()));
    return leftover.isPresent();
  }

  /** Nobody relies on a container that was never started, so it may be removed without a permit. */
  private static void permitOrRemove(EngineClient engine, String id, Runnable permit) {
    try {
      permit.run();
    } catch (RuntimeException e) {
      removeAfter(e, engine, id);
      throw e;
    }
  }

  private static void startOrRemove(EngineClient engine, String id) {
    try {
      engine.start(id);
    } catch (EngineException e) {
      // An engine that does not answer would only be waited for once more. What it may still make
      // of the call is seen by the next inspection.
      if (e.kind() != Kind.UNREACHABLE) {
        removeAfter(e, engine, id);
      }
      throw e;
    }
  }

  private static void removeAfter(RuntimeException failure, EngineClient engine, String id) {
    try {
      engine.remove(id);
    } catch (EngineException e) {
      failure.addSuppressed(e);
    }
  }

  private static Optional<String> publishAddress(
      Host host, EngineClient engine, ContainerSpec spec) {
    if (spec.ports().isEmpty() || spec.publishAddress().isPresent()) {
      return spec.publishAddress();
    }
    String gateway =
        engine
            .bridgeGateways()
            .preferred()
            .orElseThrow(
                () ->
                    new LaunchException(
                        host,
                        "host '"
                            + host.name()
                            + "' has no address to publish ports on: it was given none, and its"
                            + " engine has no default bridge.\n  Fix: give the host its private"
                            + " address.",
                        null));
    return Optional.of(gateway);
  }

  private HostGateway gateway(Host host, EngineClient engine) {
    return gateways.computeIfAbsent(host.engine(), any -> new HostGateway(engine));
  }

  private EngineClient client(Host host) {
    if (closed) {
      throw new IllegalStateException("this launcher is closed");
    }
    PlainEngines.warnOf(host, options);
    return clients.computeIfAbsent(host.engine(), address -> EngineClient.open(address, options));
  }

  private <T> T attempt(Host host, String what, Function<EngineClient, T> action) {
    return translated(host, what, () -> action.apply(client(host)));
  }

  private void attempt(Host host, String what, Runnable action) {
    translated(
        host,
        what,
        () -> {
          action.run();
          return true;
        });
  }

  private static <T> T translated(Host host, String what, Supplier<T> action) {
    try {
      return action.get();
    } catch (EngineException e) {
      throw LaunchFailures.of(host, what, e);
    }
  }
}

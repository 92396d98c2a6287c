package io.viking.docker.launch;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Labels;
import io.viking.docker.plan.Mount;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Protocol;
import io.viking.model.placement.Resources;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.HostAndPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Hosts in memory. Starts can be made to fail, and hosts to be unreachable; with an endpoint
 * directory it does the registrars' work as well. Safe for use by several threads.
 */
public final class FakeLauncher implements Launcher {
  private static final int FIRST_PUBLISHED = 49153;

  private final Map<String, FakeHost> hosts = new HashMap<>();
  private final Map<String, ImageDetails> registry = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final JobDefinitions definitions;
  private final Optional<EndpointDirectory> endpoints;
  private Predicate<ContainerSpec> failing = spec -> false;
  private Predicate<ContainerSpec> unwell = spec -> false;
  private List<String> lastWords = List.of();
  private int nextPort = FIRST_PUBLISHED;

  private FakeLauncher(JobDefinitions definitions, Optional<EndpointDirectory> endpoints) {
    this.definitions = definitions;
    this.endpoints = endpoints;
  }

  /** One that registers nothing. */
  public static FakeLauncher create() {
    return new FakeLauncher(JobDefinitions.none(), Optional.empty());
  }

  /** One that registers nothing, and reads the definitions of what it runs. */
  public static FakeLauncher reading(JobDefinitions definitions) {
    return new FakeLauncher(definitions, Optional.empty());
  }

  /** One whose instances are registered as soon as they are started. */
  public static FakeLauncher registering(JobDefinitions definitions, EndpointDirectory endpoints) {
    return new FakeLauncher(definitions, Optional.of(endpoints));
  }

  /** Gives the host an image. */
  public synchronized FakeLauncher withImage(Host host, String name, ExposedPort... exposed) {
    host(host).images.put(tagged(name), details(name, exposed));
    return this;
  }

  /** Sets what the host has of memory and processors; until then it does not tell. */
  public synchronized FakeLauncher withCapacity(Host host, Resources capacity) {
    host(host).capacity = Optional.of(capacity);
    return this;
  }

  /** Puts an image into the registry, from which every host can pull it. */
  public synchronized FakeLauncher withRegistryImage(String name, ExposedPort... exposed) {
    registry.put(tagged(name), details(name, exposed));
    return this;
  }

  /** Makes the starts of these specs fail from now on. */
  public synchronized void failStarts(Predicate<ContainerSpec> which) {
    failing = which;
  }

  /** Makes instances of these specs print that, and never be registered, from now on. */
  public synchronized void neverReachable(Predicate<ContainerSpec> which, String... lines) {
    unwell = which;
    lastWords = List.of(lines);
  }

  /** Gives an image's name to another image, as a build does. */
  public synchronized void rebuild(Host host, String name) {
    FakeHost fake = host(host);
    ImageDetails old = image(host, name).orElseThrow();
    fake.images.put(old.id(), old);
    fake.images.put(
        tagged(name), new ImageDetails(details(old.id() + name).id(), old.exposedPorts()));
  }

  /** Makes a host answer, or not. */
  public synchronized void reachable(Host host, boolean reachable) {
    host(host).reachable = reachable;
  }

  /** Makes an instance's state what it says, as a crash would. */
  public synchronized void state(Host host, InstanceId instance, State state) {
    container(host, instance).state = state;
  }

  /** Makes an instance one that the engine has restarted so often, and that runs. */
  public synchronized void restarts(Host host, InstanceId instance, int restarts) {
    container(host, instance).restarts = restarts;
  }

  /** Whether a host has containers, reachable or not. */
  public synchronized boolean hasContainers(Host host) {
    return !host(host).containers.isEmpty();
  }

  /** The spec that an instance was started with. */
  public synchronized ContainerSpec spec(Host host, InstanceId instance) {
    return container(host, instance).spec;
  }

  /** Forgets what was asked for so far. */
  public synchronized void clearCalls() {
    calls.clear();
  }

  /** What was asked for so far, changes only: {@code pull}, {@code start}, {@code remove}. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized ActualHost inspect(Host host) {
    FakeHost fake = reach(host);
    return ActualHost.builder()
        .host(host)
        .instances(fake.containers.values().stream().map(this::actual).toList())
        .volumes(fake.volumes)
        .images(imageIds(fake))
        .capacity(fake.capacity)
        .build();
  }

  @Override
  public synchronized Optional<ImageDetails> image(Host host, String image) {
    return Optional.ofNullable(reach(host).images.get(tagged(image)));
  }

  @Override
  public synchronized void pull(Host host, String image) {
    FakeHost fake = reach(host);
    calls.add("pull " + host + " " + image);
    ImageDetails details = registry.get(tagged(image));
    if (details == null) {
      throw failure(host, "no image '" + image + "' in the registry");
    }
    fake.images.put(tagged(image), details);
  }

  @Override
  public void start(Host host, ContainerSpec spec) {
    start(host, spec, () -> {});
  }

  @Override
  public synchronized void start(Host host, ContainerSpec spec, Runnable permit) {
    FakeHost fake = reach(host);
    calls.add("start " + host + " " + spec.instance());
    ImageDetails image = fake.images.get(tagged(spec.image()));
    if (image == null) {
      throw failure(host, "no image '" + spec.image() + "'");
    }
    if (fake.containers.containsKey(spec.instance())) {
      throw failure(host, "the name " + spec.instance() + " is taken");
    }
    spec.mounts().stream().filter(Mount::isVolume).map(Mount::source).forEach(fake.volumes::add);
    if (failing.test(spec)) {
      throw failure(host, "start of " + spec.instance() + " was made to fail");
    }
    FakeContainer container = new FakeContainer(spec, image);
    container.state = State.CREATED;
    fake.containers.put(spec.instance(), container);
    try {
      permit.run();
    } catch (RuntimeException e) {
      fake.containers.remove(spec.instance());
      throw e;
    }
    container.state = State.RUNNING;
    if (unwell.test(spec)) {
      container.lastLog = lastWords;
    } else {
      register(container);
    }
  }

  @Override
  public synchronized void remove(Host host, InstanceId instance, Duration grace) {
    FakeHost fake = reach(host);
    calls.add("remove " + host + " " + instance);
    FakeContainer container = fake.containers.remove(instance);
    if (container != null) {
      endpoints.ifPresent(
          directory ->
              container.registered.forEach(
                  endpoint -> directory.deregister(endpoint.service(), endpoint.id())));
    }
  }

  @Override
  public synchronized Optional<InstanceReport> report(Host host, InstanceId instance) {
    return Optional.ofNullable(reach(host).containers.get(instance))
        .map(
            container ->
                new InstanceReport(container.state, 0, container.restarts, container.lastLog));
  }

  @Override
  public void close() {}

  private void register(FakeContainer container) {
    for (ExposedPort port : container.spec.ports()) {
      String variable = "SERVICE_" + port.number();
      String suffix = port.protocol() == Protocol.UDP ? "_udp" : "";
      String name = container.spec.environment().get(variable + "_NAME");
      String id = container.spec.environment().get(variable + "_ID");
      if (name != null && id != null && endpoints.isPresent()) {
        String address = container.spec.publishAddress().orElse("172.17.0.1");
        Endpoint endpoint = new Endpoint(name + suffix, id, new HostAndPort(address, nextPort++));
        endpoints.get().register(endpoint);
        container.registered.add(endpoint);
      }
    }
  }

  private ActualInstance actual(FakeContainer container) {
    Map<String, String> labels = container.spec.labels();
    InstanceId id = container.spec.instance();
    return ActualInstance.builder()
        .id(id)
        .state(container.state)
        .specHash(labels.getOrDefault(Labels.SPEC, ""))
        .definition(
            Optional.ofNullable(labels.get(Labels.DEFINITION))
                .flatMap(json -> definitions.read(id.service().job(), json)))
        .imageId(container.image.id())
        .build();
  }

  private FakeContainer container(Host host, InstanceId instance) {
    FakeContainer container = host(host).containers.get(instance);
    if (container == null) {
      throw new AssertionError("no " + instance + " on " + host);
    }
    return container;
  }

  private FakeHost reach(Host host) {
    FakeHost fake = host(host);
    if (!fake.reachable) {
      throw failure(host, "it does not answer");
    }
    return fake;
  }

  private FakeHost host(Host host) {
    return hosts.computeIfAbsent(host.name(), name -> new FakeHost());
  }

  private static LaunchException failure(Host host, String reason) {
    return new LaunchException(
        host, "host '" + host.name() + "' (engine " + host.engine() + "): " + reason, null);
  }

  private static Map<String, String> imageIds(FakeHost host) {
    Map<String, String> ids = new TreeMap<>();
    host.images.forEach((name, details) -> ids.put(name, details.id()));
    return ids;
  }

  private static ImageDetails details(String name, ExposedPort... exposed) {
    String id = "sha256:" + "%064x".formatted(tagged(name).hashCode());
    return new ImageDetails(id, List.of(exposed).stream().sorted().toList());
  }

  private static String tagged(String image) {
    return image.lastIndexOf(':') > image.lastIndexOf('/') ? image : image + ":latest";
  }

  private static final class FakeHost {
    final Map<InstanceId, FakeContainer> containers = new TreeMap<>();
    final Map<String, ImageDetails> images = new HashMap<>();
    final Set<String> volumes = new HashSet<>();
    Optional<Resources> capacity = Optional.empty();
    boolean reachable = true;
  }

  private static final class FakeContainer {
    final ContainerSpec spec;
    final ImageDetails image;
    final List<Endpoint> registered = new ArrayList<>();
    State state = State.RUNNING;
    int restarts;
    List<String> lastLog = List.of();

    FakeContainer(ContainerSpec spec, ImageDetails image) {
      this.spec = spec;
      this.image = image;
    }
  }
}

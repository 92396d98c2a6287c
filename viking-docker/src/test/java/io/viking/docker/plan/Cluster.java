package io.viking.docker.plan;

import io.viking.docker.plan.ActualInstance.State;
import io.viking.links.Backend;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.Pid;
import io.viking.model.PortTable;
import io.viking.model.SecretSource;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.placement.HostState;
import io.viking.model.placement.Resources;
import io.viking.model.placement.SpreadScheduler;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A cluster on paper: plans are made against it and carried out by writing down their outcome. */
final class Cluster {
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<String, Map<InstanceId, ActualInstance>> instances = new HashMap<>();
  private final Map<String, Set<String>> volumes = new HashMap<>();
  private final Map<String, String> homes = new HashMap<>();
  private final Map<String, HostState> states = new HashMap<>();
  private final Map<String, Resources> capacities = new HashMap<>();
  private final Map<String, String> images = new HashMap<>();
  private final Map<ServicePort, Integer> ports = new HashMap<>();
  private final Map<ServiceName, Job> jobs = new HashMap<>();
  private int nextPid = 0xa00001;

  private final Map<SecretSource, String> secrets = new HashMap<>();

  /** Puts a value where a secret is looked for. */
  Cluster withSecret(SecretSource source, String value) {
    secrets.put(source, value);
    return this;
  }

  private Map<ServiceName, Map<String, Secret>> secrets(StackCatalog catalog) {
    Map<ServiceName, Map<String, Secret>> read = new HashMap<>();
    catalog
        .services()
        .forEach(
            (service, job) ->
                job.secrets()
                    .forEach(
                        (name, source) -> {
                          String value = secrets.getOrDefault(source, "");
                          read.computeIfAbsent(service, any -> new HashMap<>())
                              .put(name, Secret.of(source, value, "print of " + value.hashCode()));
                        }));
    return read;
  }

  static Cluster of(Host... hosts) {
    Cluster cluster = new Cluster();
    for (Host host : hosts) {
      cluster.hosts.put(host.name(), host);
    }
    return cluster;
  }

  static Cluster ofHosts(int count) {
    Cluster cluster = new Cluster();
    for (int i = 1; i <= count; i++) {
      Host host = Host.of("node-" + i, "10.0.0." + i, "tcp://10.0.0." + i + ":2376");
      cluster.hosts.put(host.name(), host);
    }
    return cluster;
  }

  Plan plan(Stack... stacks) {
    StackCatalog catalog = StackCatalog.of(List.of(stacks));
    Set<ServiceName> scope = new TreeSet<>(catalog.services().keySet());
    instances.values().forEach(all -> all.keySet().forEach(id -> scope.add(id.service())));
    return plan(catalog, scope);
  }

  Plan plan(StackCatalog catalog, Set<ServiceName> scope) {
    jobs.putAll(catalog.services());
    return new Planner(new SpreadScheduler(), this::nextPid, job -> job.name().value())
        .plan(
            DesiredState.builder()
                .catalog(catalog)
                .scope(scope)
                .ports(allocate(catalog))
                .secrets(secrets(catalog))
                .backend(new Backend("backends", URI.create("etcd://10.0.0.9:2379/viking/network")))
                .build(),
            actual());
  }

  /** Makes the plan's outcome the actual state. */
  Plan apply(Plan plan) {
    plan.removals().forEach(r -> of(r.host()).remove(r.instance()));
    plan.starts().forEach(this::start);
    return plan;
  }

  private void start(Start start) {
    ContainerSpec spec = start.spec();
    put(
        start.host(),
        ActualInstance.builder()
            .id(spec.instance())
            .state(State.RUNNING)
            .asked(
                new Resources(
                    spec.memory().orElse(0),
                    Resources.of(0, spec.cpus().orElse(BigDecimal.ZERO)).nanoCpus()))
            .specHash(spec.labels().getOrDefault(Labels.SPEC, ""))
            .definition(Optional.ofNullable(jobs.get(spec.instance().service())))
            .imageId(imageId(spec.image()))
            .build());
    spec.mounts().stream()
        .filter(Mount::isVolume)
        .forEach(
            mount -> {
              volumes
                  .computeIfAbsent(start.host().name(), any -> new LinkedHashSet<>())
                  .add(mount.source());
              homes.put(mount.source(), start.host().name());
            });
  }

  void changeState(InstanceId id, State state) {
    instances.values().stream()
        .filter(all -> all.containsKey(id))
        .forEach(
            all ->
                all.computeIfPresent(
                    id, (any, old) -> ActualInstance.builder().from(old).state(state).build()));
  }

  /** Sets what a host has. */
  Cluster withCapacity(String host, Resources capacity) {
    capacities.put(host, capacity);
    return this;
  }

  void changeHost(String host, HostState state) {
    states.put(host, state);
  }

  void age(InstanceId id, Instant created) {
    instances
        .values()
        .forEach(
            all ->
                all.computeIfPresent(
                    id, (any, old) -> ActualInstance.builder().from(old).created(created).build()));
  }

  /** The services and hosts of all instances, sorted. */
  List<String> layout() {
    return instances.entrySet().stream()
        .flatMap(
            host ->
                host.getValue().keySet().stream()
                    .map(id -> id.service().path() + " on " + host.getKey()))
        .sorted()
        .toList();
  }

  void changeImage(String image) {
    images.put(ImageName.normalize(image), "sha256:changed");
  }

  void lose(String host) {
    hosts.remove(host);
    instances.remove(host);
    volumes.remove(host);
  }

  private void put(Host host, ActualInstance instance) {
    of(host).put(instance.id(), instance);
  }

  private Map<InstanceId, ActualInstance> of(Host host) {
    return instances.computeIfAbsent(host.name(), any -> new LinkedHashMap<>());
  }

  private String imageId(String image) {
    return images.computeIfAbsent(ImageName.normalize(image), name -> "sha256:" + name);
  }

  ActualState actual() {
    List<ActualHost> all = new ArrayList<>();
    for (Host host : hosts.values()) {
      all.add(
          ActualHost.builder()
              .host(host)
              .instances(of(host).values())
              .volumes(volumes.getOrDefault(host.name(), Set.of()))
              .images(images)
              .state(states.getOrDefault(host.name(), HostState.UP))
              .capacity(Optional.ofNullable(capacities.get(host.name())))
              .build());
    }
    return ActualState.builder().hosts(all).volumeHomes(homes).build();
  }

  private PortTable allocate(StackCatalog catalog) {
    for (Map.Entry<ServiceName, Job> service : catalog.services().entrySet()) {
      for (ExposedPort port : service.getValue().expose().orElse(List.of())) {
        ports.computeIfAbsent(new ServicePort(service.getKey(), port), any -> 10000 + ports.size());
      }
    }
    return PortTable.of(ports);
  }

  private Pid nextPid() {
    return Pid.of(String.format(Locale.ROOT, "%06x", nextPid++));
  }
}

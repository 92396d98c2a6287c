package io.viking.examples.bench;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.DesiredState;
import io.viking.docker.plan.Labels;
import io.viking.docker.plan.Mount;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Start;
import io.viking.links.Backend;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.PortTable;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.placement.HostState;
import io.viking.model.placement.Resources;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cluster whose engines are values: what a plan is made from, without any that answers. */
final class PaperCluster {
  private static final int FIRST_PORT = 10_000;
  private static final String IMAGE_ID = "sha256:0123456789abcdef";

  private final List<Stack> stacks;
  private final List<Host> hosts;
  private final DesiredState desired;

  private PaperCluster(List<Stack> stacks, List<Host> hosts) {
    this.stacks = stacks;
    this.hosts = hosts;
    StackCatalog catalog = StackCatalog.of(stacks);
    desired =
        DesiredState.builder()
            .catalog(catalog)
            .scope(catalog.services().keySet())
            .ports(allocate(catalog))
            .backend(new Backend("backends", URI.create("etcd://10.0.0.1:2379/viking/network")))
            .build();
  }

  static PaperCluster of(PlannerSize size) {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < size.hosts(); i++) {
      hosts.add(host(i));
    }
    return new PaperCluster(PaperStacks.of(size), hosts);
  }

  private static Host host(int number) {
    String address = "10.%d.%d.%d".formatted(number >> 16, (number >> 8) & 255, number & 255);
    Host.Builder host =
        Host.builder()
            .name("host-%05d".formatted(number))
            .address(address)
            .engine("tcp://" + address + ":2376");
    if (number % 2 == 0) {
      host.addTags("ssd");
    }
    if (number % 3 == 0) {
      host.addTags("eu");
    }
    return host.build();
  }

  List<Stack> stacks() {
    return stacks;
  }

  List<Host> hosts() {
    return hosts;
  }

  DesiredState desired() {
    return desired;
  }

  /** What {@link #desired()} says, for some services only. */
  DesiredState desired(Iterable<ServiceName> scope) {
    return DesiredState.builder().from(desired).scope(scope).build();
  }

  /** Hosts on which nothing is. */
  ActualState empty() {
    return ActualState.builder()
        .hosts(hosts.stream().map(host -> actual(host).build()).toList())
        .build();
  }

  /** The hosts once that plan has been carried out on empty ones. */
  ActualState after(Plan plan) {
    Map<String, List<Start>> byHost = new HashMap<>();
    plan.starts()
        .forEach(s -> byHost.computeIfAbsent(s.host().name(), any -> new ArrayList<>()).add(s));
    return ActualState.builder()
        .hosts(
            hosts.stream()
                .map(host -> running(host, byHost.getOrDefault(host.name(), List.of())))
                .toList())
        .build();
  }

  /** That state, with one host in another condition. */
  static ActualState with(ActualState actual, int host, HostState state) {
    List<ActualHost> hosts = new ArrayList<>(actual.hosts());
    hosts.set(host, ActualHost.builder().from(hosts.get(host)).state(state).build());
    return ActualState.builder().from(actual).hosts(hosts).build();
  }

  private ActualHost running(Host host, List<Start> starts) {
    ActualHost.Builder actual = actual(host);
    starts.stream()
        .map(this::instance)
        .sorted(Comparator.comparing(ActualInstance::id))
        .forEach(actual::addInstances);
    for (Start start : starts) {
      start.spec().mounts().stream()
          .filter(Mount::isVolume)
          .forEach(mount -> actual.addVolumes(mount.source()));
    }
    return actual.build();
  }

  private ActualInstance instance(Start start) {
    return ActualInstance.builder()
        .id(start.spec().instance())
        .state(ActualInstance.State.RUNNING)
        .specHash(start.spec().labels().getOrDefault(Labels.SPEC, ""))
        .definition(desired.catalog().find(start.spec().instance().service()))
        .imageId(IMAGE_ID)
        .build();
  }

  /** Every third host is twice as large. */
  private static ActualHost.Builder actual(Host host) {
    long times = host.tags().contains("eu") ? 2 : 1;
    return ActualHost.builder()
        .host(host)
        .capacity(new Resources((64L << 30) * times, 32_000_000_000L * times));
  }

  private static PortTable allocate(StackCatalog catalog) {
    Map<ServicePort, Integer> ports = new HashMap<>();
    catalog
        .services()
        .forEach(
            (service, job) -> {
              for (ExposedPort port : job.expose().orElse(List.of())) {
                ports.put(new ServicePort(service, port), FIRST_PORT + ports.size());
              }
            });
    return PortTable.of(ports);
  }
}

package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import io.viking.docker.agent.AgentHost;
import io.viking.docker.agent.HostsEtcd;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.testing.Await;
import io.viking.docker.testing.PrivateEngine;
import io.viking.model.Job;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.ports.Endpoint;
import io.viking.ports.StackLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One host with an engine and an agent, an etcd, and what must hold after each deployment. */
final class DeployersLab implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final PrivateEngine engine;
  private final HostsEtcd etcd;
  private final AgentHost agent;
  private final Path folder;
  private final Viking viking;

  private DeployersLab(PrivateEngine engine, HostsEtcd etcd, AgentHost agent, Path folder) {
    this.engine = engine;
    this.etcd = etcd;
    this.agent = agent;
    this.folder = folder;
    this.viking =
        DeployingProgram.builder(
                etcd.at("127.0.0.1"), engine.address(), engine.hostAddress(), folder)
            .stopGrace(Duration.ZERO)
            .build();
  }

  static DeployersLab start(Path folder) {
    PrivateEngine engine = PrivateEngine.start();
    HostsEtcd etcd = HostsEtcd.start(List.of(engine.testAddress()));
    engine.image("test/plain");
    AgentHost agent = AgentHost.start(engine, "node-1", etcd.at(engine.testAddress()));
    DeployersLab lab = new DeployersLab(engine, etcd, agent, folder);
    Await.until(
        SOON,
        () -> "the agent lives\n" + agent.log(),
        () -> !lab.viking.store().hosts().hosts().isEmpty());
    return lab;
  }

  Viking viking() {
    return viking;
  }

  /** Another program that deploys that version. */
  DeployingChild child(int version, Duration grace) {
    return DeployingChild.start(
        List.of(
            etcd.at("127.0.0.1"),
            engine.address(),
            engine.hostAddress(),
            folder.toString(),
            Integer.toString(version),
            Long.toString(grace.toMillis())));
  }

  /** The version that the containers have, where they all have one. */
  int version() {
    Set<String> versions = new TreeSet<>();
    for (Container container : containers()) {
      String[] environment =
          engine.client().inspectContainerCmd(container.getId()).exec().getConfig().getEnv();
      for (String variable : environment == null ? new String[0] : environment) {
        if (variable.startsWith("VERSION=")) {
          versions.add(variable.substring("VERSION=".length()));
        }
      }
    }
    assertThat(versions).as("the versions of all containers").hasSize(1);
    return Integer.parseInt(versions.iterator().next());
  }

  private List<Container> containers() {
    return engine.client().listContainersCmd().withShowAll(true).exec();
  }

  /** Exactly the instances of that version, and no container, volume, endpoint or lock besides. */
  void check(int version, String round) {
    Stack stack = DeployingProgram.stack(version);
    Map<String, Integer> desired = new TreeMap<>();
    for (Job job : stack.jobs().values()) {
      desired.put(job.name().value(), job.scale());
    }
    Map<String, Integer> actual = new TreeMap<>();
    List<InstanceStatus> instances = viking.status().instances();
    instances.forEach(
        i -> actual.merge(i.instance().id().service().job().value(), 1, Integer::sum));
    assertThat(actual).as("%s: instances of version %d", round, version).isEqualTo(desired);
    assertThat(instances).as(round).allMatch(instance -> instance.state() == State.RUNNING);
    assertThat(containers()).as("%s: containers of the engine", round).hasSameSizeAs(instances);
    assertThat(version()).as("%s: version", round).isEqualTo(version);
    checkVolumes(round);
    checkEndpoints(instances, round);
    checkLocks(round);
    assertThat(viking.plan(stack).isEmpty()).as("%s: nothing is left to do", round).isTrue();
  }

  private void checkVolumes(String round) {
    var volumes = engine.client().listVolumesCmd().exec().getVolumes();
    assertThat(volumes)
        .as("%s: volumes", round)
        .extracting(volume -> volume.getName())
        .containsExactlyElementsOf(viking.store().volumes().homes().keySet())
        .hasSize(1);
  }

  /** The agent hears of an end and looks at health, so its endpoints follow a moment later. */
  private void checkEndpoints(List<InstanceStatus> instances, String round) {
    Set<String> expected = new TreeSet<>();
    instances.forEach(i -> expected.add(i.instance().id().pid().value()));
    Await.until(
        SOON,
        () -> round + ": endpoints of " + expected + " but had " + endpoints() + agent.log(),
        () -> endpoints().equals(expected));
  }

  /** Every job of the stack has one port. */
  private Set<String> endpoints() {
    Set<String> pids = new TreeSet<>();
    viking.store().endpoints().snapshot().byService().values().stream()
        .flatMap(List::stream)
        .map(Endpoint::id)
        .forEach(id -> pids.add(id.substring(id.lastIndexOf('_') + 1)));
    return pids;
  }

  private void checkLocks(String round) {
    assertThat(viking.store().locks().holders()).as("%s: locks", round).isEmpty();
    try (StackLock lock =
        viking.store().locks().acquire(List.of(StackName.of("app")), Duration.ZERO, h -> {})) {
      assertThat(lock.announcedRemovals()).as("%s: announced removals", round).isEmpty();
    }
  }

  @Override
  public void close() {
    viking.close();
    agent.close();
    etcd.close();
  }
}

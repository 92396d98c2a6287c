package io.viking.docker.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.PrivateEngine;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Hosts as a user has them, in one cluster: each an engine with an image, and then an agent. */
final class AgentHosts implements AutoCloseable {
  /** The image that each engine has. */
  static final String IMAGE = "test/plain";

  private final List<PrivateEngine> engines;
  private final HostsEtcd etcd;
  private final List<AgentHost> agents = new ArrayList<>();

  private AgentHosts(List<PrivateEngine> engines, HostsEtcd etcd) {
    this.engines = engines;
    this.etcd = etcd;
  }

  /** Starts that many engines, and an etcd that they reach; skips the test where it cannot. */
  static AgentHosts start(int count) {
    Optional<String> missing = PrivateEngine.missing();
    if (!Boolean.getBoolean("viking.it.required")) {
      assumeTrue(missing.isEmpty(), missing.orElse(""));
    }
    List<PrivateEngine> engines = Stream.generate(PrivateEngine::start).limit(count).toList();
    engines.forEach(engine -> engine.image(IMAGE));
    return new AgentHosts(
        engines, HostsEtcd.start(engines.stream().map(PrivateEngine::testAddress).toList()));
  }

  /** The engine of that host; the first is number 1. */
  PrivateEngine engine(int number) {
    return engines.get(number - 1);
  }

  /** The etcd as that host reaches it. */
  String etcd(int number) {
    return etcd.at(engine(number).testAddress());
  }

  /** The etcd as the test reaches it. */
  String etcd() {
    return etcd.at("127.0.0.1");
  }

  /** Opens the cluster's store, for whoever closes it. */
  ClusterStore store() {
    return ClusterStore.etcd(
        EtcdOptions.builder().addEndpoints(etcd()).deadline(Duration.ofSeconds(30)).build());
  }

  /** Waits until all agents that were started are registered there. */
  void awaitAgents(ClusterStore store) {
    Await.until(
        Duration.ofSeconds(60),
        () -> agents.size() + " hosts\n" + agents.stream().map(AgentHost::log).toList(),
        () -> store.hosts().hosts().size() == agents.size());
  }

  /** Starts the agent of that host, {@code node-1} and so on, with more arguments. */
  AgentHost agent(int number, String... more) {
    AgentHost started = AgentHost.start(engine(number), "node-" + number, etcd(number), more);
    agents.add(started);
    return started;
  }

  /** Runs a program in that host's network, agent or not; its output. */
  String run(int number, String... command) {
    return AgentHost.run(engine(number).inNetwork(command));
  }

  @Override
  public void close() {
    agents.forEach(AgentHost::close);
    engines.forEach(PrivateEngine::close);
    etcd.close();
  }
}

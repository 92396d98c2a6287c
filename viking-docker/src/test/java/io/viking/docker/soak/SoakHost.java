package io.viking.docker.soak;

import com.github.dockerjava.api.model.HostConfig;
import io.viking.docker.agent.AgentHost;
import io.viking.docker.agent.HostsEtcd;
import io.viking.docker.testing.Await;
import io.viking.docker.testing.Command;
import io.viking.docker.testing.PrivateEngine;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host with a real engine, a real agent with the JVM's options of {@code bin/viking}, and a
 * container that has links to two services; and the etcd of its cluster.
 */
final class SoakHost implements AutoCloseable, Comings.Cut {
  static final String COMING = "soak_coming_7";
  static final String STEADY = "soak_steady_7";
  static final String IMAGE = "test/plain";

  private static final Logger LOG = LoggerFactory.getLogger(SoakHost.class);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int COMING_PORT = 12001;
  private static final int STEADY_PORT = 12002;
  private static final Pattern BY_KERNEL = Pattern.compile("\"kernel." + COMING + "\": ?([0-9]+)");
  private static final String GATEWAY = "172.17.0.1";

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final String dataPath;
  private final PrivateEngine engine;
  private final HostsEtcd etcd;
  private final ClusterStore store;
  private final AgentHost agent;
  private final String container;

  /**
   * @param dataPath {@code relay} or {@code kernel}
   */
  SoakHost(String dataPath) {
    this.dataPath = dataPath;
    try {
      engine = keep(PrivateEngine.start());
      etcd = keep(HostsEtcd.start(List.of(engine.testAddress())));
      store =
          keep(
              ClusterStore.etcd(
                  EtcdOptions.builder()
                      .addEndpoints(etcd.at("127.0.0.1"))
                      .deadline(Duration.ofSeconds(1))
                      .build()));
      engine.image(IMAGE);
      makeCut();
      agent = keep(startAgent());
      container = startClient();
      Await.until(DEADLINE, agent::log, () -> agent.status().contains("\"ready\":true"));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    resources.push(resource);
    return resource;
  }

  private AgentHost startAgent() {
    return AgentHost.start(
        engine,
        etcd.at(engine.testAddress()),
        AgentHost.program("-XX:+UseSerialGC", "-Xms8m", "-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
        List.of(
            "--name=soak",
            "--home=" + engine.folder().resolve("home"),
            "--access-log=" + accessLog(),
            "--data-path=" + dataPath));
  }

  private String startClient() {
    String started =
        engine
            .client()
            .createContainerCmd(IMAGE)
            .withEnv(link(COMING_PORT, COMING), link(STEADY_PORT, STEADY))
            .withHostConfig(HostConfig.newHostConfig())
            .exec()
            .getId();
    engine.client().startContainerCmd(started).exec();
    return started;
  }

  private static String link(int port, String service) {
    return "BACKEND_" + port + "=etcd://etcd/viking/network/" + service;
  }

  /**
   * Rules by which the host loses what is sent to some of the other host's ports, and their
   * answers.
   */
  private void makeCut() {
    String there = "ip daddr " + engine.testAddress() + " tcp dport @ports drop\n";
    String back = "ip saddr " + engine.testAddress() + " tcp sport @ports drop\n";
    inNetwork(
        "nft",
        "table ip soak {\n set ports { type inet_service\n }\n"
            + " chain out { type filter hook output priority 0\n"
            + there
            + "}\n chain in { type filter hook input priority 0\n"
            + back
            + "}\n chain forward { type filter hook forward priority 0\n"
            + there
            + back
            + "}\n}\n");
  }

  @Override
  public void off(HostAndPort endpoint) {
    inNetwork("nft", "add element ip soak ports { " + endpoint.port() + " }");
  }

  @Override
  public void mend(HostAndPort endpoint) {
    inNetwork("nft", "delete element ip soak ports { " + endpoint.port() + " }");
  }

  private void inNetwork(String... command) {
    Command.run(engine.inNetwork(command));
  }

  /**
   * Hangs the engine for that long, and not at all if that is zero, kills it and starts it again.
   */
  void restartEngine(Duration hanging, Duration away) throws InterruptedException {
    if (!hanging.isZero()) {
      engine.freeze();
      Thread.sleep(hanging.toMillis());
    }
    engine.kill();
    Thread.sleep(away.toMillis());
    engine.restart();
  }

  /** Kills etcd, and starts it again on its data. */
  void restartEtcd(Duration away) throws InterruptedException {
    etcd.kill();
    Thread.sleep(away.toMillis());
    etcd.restart();
  }

  /** A server's host that the agent's host reaches over a cable. */
  InetAddress otherHost() {
    try {
      return InetAddress.getByName(engine.testAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  Client client(RunClock clock) {
    return new Client(
        engine.networkOf(container),
        clock,
        new InetSocketAddress(GATEWAY, COMING_PORT),
        new InetSocketAddress(GATEWAY, STEADY_PORT));
  }

  /** Waits until the container's links lead somewhere, by the kernel where that is asked for. */
  void awaitLinks() {
    for (int port : List.of(COMING_PORT, STEADY_PORT)) {
      String ask = "echo hello | nc -w 1 " + GATEWAY + " " + port;
      Await.until(
          DEADLINE,
          () -> port + " answers; " + agent.status() + agent.log(),
          () -> agent.docker("exec", container, "sh", "-c", ask).equals("hello"));
    }
    Await.until(
        DEADLINE,
        () -> "the data path is in use; " + agent.status() + agent.log(),
        () -> agent.status().contains("\"inUse\":\"" + dataPath + "\""));
  }

  /** What shows that not all that should have gone by the kernel did. */
  List<String> pathProblems(int connections) {
    if (!usesKernel()) {
      return List.of();
    }
    Matcher counter = BY_KERNEL.matcher(agent.status());
    long taken = counter.find() ? Long.parseLong(counter.group(1)) : 0;
    return taken >= connections * 9L / 10
        ? List.of()
        : List.of("the kernel took only %d of %d connections".formatted(taken, connections));
  }

  boolean usesKernel() {
    return dataPath.equals("kernel");
  }

  PrivateEngine engine() {
    return engine;
  }

  ClusterStore store() {
    return store;
  }

  AgentHost agent() {
    return agent;
  }

  Path accessLog() {
    return engine.folder().resolve("access.log");
  }

  /** Ends all of it; the first failure is thrown when all was tried. */
  @Override
  public void close() {
    List<String> failures = new ArrayList<>();
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        LOG.warn("not closed", e);
        failures.add(e.toString());
      }
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException("not closed: " + failures);
    }
  }
}

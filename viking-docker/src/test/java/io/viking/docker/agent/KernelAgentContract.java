package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.PrivateEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Two hosts with real engines, and connections that the kernel takes between their containers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class KernelAgentContract {
  static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String IMAGE = AgentHosts.IMAGE;
  // By its number: the engine forgets what host-gateway means when it restarts (moby#42753).
  private static final String GATEWAY = "backends:172.17.0.1";
  private static final Pattern TAKEN =
      Pattern.compile("counter tcp-([0-9]+) \\{\\s+packets ([0-9]+)");

  AgentHosts hosts;
  PrivateEngine first;
  AgentHost one;
  AgentHost two;

  /** How many hosts there are; the first two have an agent. */
  abstract int count();

  /** What their agents are started with. */
  abstract String[] arguments();

  @BeforeAll
  void startHosts() {
    hosts = AgentHosts.start(count());
    first = hosts.engine(1);
    one = hosts.agent(1, arguments());
    two = hosts.agent(2, arguments());
    Await.until(DEADLINE, () -> one.log(), () -> one.status().contains("\"inUse\":\"kernel\""));
  }

  @AfterAll
  void stopHosts() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @Test
  void theKernelLeadsToAnotherHostAndToTheSameBridgeAndFromANetworkOfTheUsers() {
    serve(two, "remote", "far_80", 80);
    serve(one, "local", "near_80", 80);
    one.docker("network", "create", "apart");
    one.docker("network", "create", "--opt=com.docker.network.bridge.enable_icc=false", "isolated");
    client("web", 12001, "far_80");
    client("beside", 12002, "near_80");
    client("guest", 12003, "far_80", "--network=apart");
    client("across", 12004, "near_80", "--network=apart");

    awaitTaken("web", 12001, "remote");
    awaitTaken("beside", 12002, "local");
    awaitTaken("guest", 12003, "remote");
    serve(one, "alone", "alone_80", 80, "--network=isolated");
    client("hermit", 12005, "alone_80", "--network=isolated");
    awaitAnswer("hermit", 12005, "alone");
    // Another bridge's container is out of the kernel's reach, not out of the relay's.
    awaitAnswer("across", 12004, "local");

    assertThat(taken(12004)).isZero();
    assertThat(taken(12005)).isZero();
  }

  @Test
  void theTableOutlivesTheEnginesRestartAndTheAgentsKill() {
    serve(two, "other", "steady_80", 80);
    client("steady", 12010, "steady_80");
    awaitTaken("steady", 12010, "other");

    first.kill();
    first.restart();
    long before = taken(12010);
    String afterRestart = get("steady", 12010);
    long after = taken(12010);
    one.killAgent();
    String withoutAgent = get("steady", 12010);
    String left = table();
    one.restartAgent(hosts.etcd(1));
    Await.until(
        DEADLINE,
        () -> one.log(),
        () -> owner(table()).isPresent() && !owner(table()).equals(owner(left)));
    awaitTaken("steady", 12010, "other");

    assertThat(afterRestart).isEqualTo("other");
    assertThat(after).isGreaterThan(before);
    assertThat(withoutAgent).isEqualTo("other");
    assertThat(left).contains("12010 : goto");
  }

  private static Optional<String> owner(String table) {
    return Pattern.compile("owner-[0-9a-f]+")
        .matcher(table)
        .results()
        .map(found -> found.group())
        .findFirst();
  }

  static String tables(AgentHost host) {
    return host.inNetwork("nft", "list", "tables");
  }

  static void serve(AgentHost host, String answer, String service, int port, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "-d",
                "-p",
                Integer.toString(port),
                "-e",
                "SERVICE_" + port + "_NAME=" + service));
    arguments.addAll(List.of(more));
    arguments.addAll(
        List.of(
            IMAGE,
            "sh",
            "-c",
            "echo " + answer + " > /tmp/index.html && exec httpd -f -p " + port + " -h /tmp"));
    host.docker(arguments.toArray(String[]::new));
  }

  void client(String name, int port, String service, String... more) {
    String variable = "BACKEND_" + port + "=etcd://etcd/viking/network/" + service;
    List<String> arguments =
        new ArrayList<>(
            List.of("run", "-d", "--name", name, "--add-host", GATEWAY, "-e", variable));
    arguments.addAll(List.of(more));
    arguments.add(IMAGE);
    one.docker(arguments.toArray(String[]::new));
  }

  String get(String container, int port) {
    return one.docker("exec", container, "wget", "-q", "-O", "-", "http://backends:" + port + "/");
  }

  String table() {
    return one.inNetwork("nft", "list", "ruleset");
  }

  long taken(int port) {
    return TAKEN
        .matcher(table())
        .results()
        .filter(counter -> counter.group(1).equals(Integer.toString(port)))
        .mapToLong(counter -> Long.parseLong(counter.group(2)))
        .sum();
  }

  void awaitAnswer(String container, int port, String expected) {
    Await.until(
        DEADLINE,
        () ->
            expected + " but had " + get(container, port) + "\n" + one.status() + "\n" + one.log(),
        () -> get(container, port).equals(expected));
  }

  /** Waits until the kernel leads that container there. */
  void awaitTaken(String container, int port, String expected) {
    Await.until(
        DEADLINE,
        () ->
            expected
                + " by the kernel but had "
                + get(container, port)
                + "\n"
                + table()
                + one.status()
                + one.log(),
        () -> get(container, port).equals(expected) && taken(port) > 0);
  }
}

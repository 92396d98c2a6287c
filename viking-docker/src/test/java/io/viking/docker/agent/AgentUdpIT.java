package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.ContainerProcess;
import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.StackLock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * A service that answers by UDP, on a host with the kernel path, which leaves UDP to the relay, and
 * on one without it. A service that answers by TCP has the same number on the same host.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class AgentUdpIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String GATEWAY = "172.17.0.1";
  private static final int UDP_PORT = 12300;
  private static final int TCP_PORT = 12301;
  private static final int NUMBER = 20053;
  private static final InstanceId GOING =
      new InstanceId(ServiceName.of("mystack", "dns"), Pid.of("a1a1a1"));

  private AgentHosts hosts;
  private ClusterStore store;
  private AgentHost one;
  private AgentHost two;

  @BeforeAll
  void startHosts() {
    hosts = AgentHosts.start(2);
    store = hosts.store();
    one = hosts.agent(1, "--data-path=kernel");
    two = hosts.agent(2, "--data-path=relay");
    hosts.awaitAgents(store);
  }

  @AfterAll
  void stopHosts() throws Exception {
    for (AutoCloseable each : new AutoCloseable[] {store, hosts}) {
      if (each != null) {
        each.close();
      }
    }
  }

  @Test
  void datagramsReachTheirServiceAndAnswersTheirClientUntilTheyEnd() {
    long clientOne = client(one);
    long clientTwo = client(two);
    web(two);
    long going = dns(two, "a1a1a1");
    try (DatagramProgram leaving = DatagramProgram.serve(going, 53, "going");
        DatagramProgram byKernel = DatagramProgram.ask(clientOne, GATEWAY, UDP_PORT);
        DatagramProgram byRelay = DatagramProgram.ask(clientTwo, GATEWAY, UDP_PORT)) {
      awaitEndpoints("mystack_dns_53_udp", 1);
      awaitEndpoints("mystack_web_80", 1);
      Await.until(
          DEADLINE,
          () -> "the kernel leads to the number in " + table(),
          () -> table().contains(". " + NUMBER) || table().contains(":" + NUMBER));
      assertThat(table()).doesNotContain(Integer.toString(UDP_PORT));
      assertThat(List.of(byKernel.tell("open talk"), byRelay.tell("open talk")))
          .containsOnly("going");
      long stays = dns(one, "b2b2b2");
      try (DatagramProgram staying = DatagramProgram.serve(stays, 53, "stays");
          StackLock lock = lock()) {
        awaitEndpoints("mystack_dns_53_udp", 2);

        lock.announceRemoval(List.of(GOING));
        awaitReport(1);

        assertThat(List.of(byKernel.tell("open who"), byRelay.tell("open who")))
            .as("new flows")
            .containsOnly("stays");
        assertThat(List.of(byKernel.tell("hear"), byRelay.tell("hear")))
            .as("answers that are under way")
            .containsOnly("going");
        assertThat(leaving.tell("hush")).isEqualTo("hushed");
        awaitReport(0);
        assertThat(staying.tell("hush")).isEqualTo("hushed");
        lock.confirmRemoval(List.of(GOING));
      }
    }
  }

  /** A container to be served by the caller; the process whose network that is. */
  private static long dns(AgentHost host, String pid) {
    return started(
        host,
        "-p",
        NUMBER + ":53/udp",
        "-e",
        "SERVICE_53_NAME=mystack_dns_53",
        "-e",
        "SERVICE_53_ID=mystack_dns_53_" + pid,
        AgentHosts.IMAGE);
  }

  /** Answers by TCP at the number by which the other one is reached by UDP. */
  private static void web(AgentHost host) {
    started(
        host,
        "-p",
        NUMBER + ":80",
        "-e",
        "SERVICE_80_NAME=mystack_web_80",
        "-e",
        "SERVICE_80_ID=mystack_web_80_c3c3c3",
        AgentHosts.IMAGE,
        "httpd",
        "-f",
        "-p",
        "80");
  }

  /** Whoever is linked to both; the process whose network that is. */
  private static long client(AgentHost host) {
    String network = "=etcd://etcd/viking/network/";
    return started(
        host,
        "-e",
        "BACKEND_" + UDP_PORT + network + "mystack_dns_53_udp",
        "-e",
        "BACKEND_" + TCP_PORT + network + "mystack_web_80",
        AgentHosts.IMAGE);
  }

  private static long started(AgentHost host, String... arguments) {
    String[] command = new String[arguments.length + 2];
    command[0] = "run";
    command[1] = "-d";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    return ContainerProcess.of(host.docker(command));
  }

  private void awaitEndpoints(String service, int count) {
    Set<AgentHost> hosts = Set.of(one, two);
    String shown = "\"service\":\"" + service + "\",\"open\":true,\"endpoints\":" + count + ",";
    Await.until(
        DEADLINE,
        () -> shown + " in " + one.status() + two.status(),
        () -> hosts.stream().allMatch(host -> host.status().contains(shown)));
  }

  private String table() {
    return one.inNetwork("nft", "list", "table", "ip", "viking-" + GATEWAY);
  }

  private StackLock lock() {
    return store.locks().acquire(List.of(StackName.of("mystack")), DEADLINE, holder -> {});
  }

  private void awaitReport(int flows) {
    Map<String, Map<InstanceId, Integer>> expected =
        Map.of("node-1", Map.of(GOING, flows), "node-2", Map.of(GOING, flows));
    Await.until(
        DEADLINE,
        () -> expected + " but had " + store.departures().reports() + one.log() + two.log(),
        () -> store.departures().reports().equals(expected));
  }
}

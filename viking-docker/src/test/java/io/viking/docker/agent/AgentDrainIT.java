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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a service's two instances is announced to be removed, while clients of two hosts connect
 * all the time: those of the first by the kernel, those of the second by the relay.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class AgentDrainIT {
  private static final Logger LOG = LoggerFactory.getLogger(AgentDrainIT.class);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String GATEWAY = "172.17.0.1";
  private static final String SERVICE = "mystack_mongo_27017";
  private static final int PORT = 12200;
  private static final int PAUSE_MILLIS = 10;
  private static final int ASKED = 20;
  private static final InstanceId GOING =
      new InstanceId(ServiceName.of("mystack", "mongo"), Pid.of("a1a1a1"));

  private AgentHosts hosts;
  private ClusterStore store;
  private AgentHost one;
  private AgentHost two;
  private long clientOne;
  private long clientTwo;

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
  void newConnectionsGoElsewhereAtOnceAndOpenOnesEndByThemselves() throws Exception {
    serve(two, "a1a1a1", "going");
    clientOne = client(one);
    clientTwo = client(two);
    awaitEndpoints(1);

    try (HeldRequest byKernel = HeldRequest.connect(clientOne, GATEWAY, PORT);
        HeldRequest byRelay = HeldRequest.connect(clientTwo, GATEWAY, PORT)) {
      awaitOpen(two, "\"active\":1");
      serve(one, "b2b2b2", "stays");
      awaitEndpoints(2);
      try (SteadyLoad first = SteadyLoad.start(clientOne, GATEWAY, PORT, PAUSE_MILLIS);
          SteadyLoad second = SteadyLoad.start(clientTwo, GATEWAY, PORT, PAUSE_MILLIS);
          StackLock lock = lock()) {
        long begin = System.nanoTime();
        lock.announceRemoval(List.of(GOING));
        awaitReport(1);
        long told = System.nanoTime();
        List<String> answers = List.of(answers(one), answers(two));

        assertThat(answers).containsOnly("stays");
        assertThat(byKernel.ask()).contains("200 OK", "going");
        assertThat(byRelay.ask()).contains("200 OK", "going");
        long asked = System.nanoTime();
        awaitReport(0);
        long ended = System.nanoTime();
        assertThat(answers(one) + answers(two)).isEqualTo("staysstays");
        for (SteadyLoad load : List.of(first, second)) {
          SteadyLoad.Outcome outcome = load.end();
          LOG.info("{} made, failed {}", outcome.made(), outcome.failures());
          assertThat(outcome.made()).isGreaterThan(ASKED);
          assertThat(outcome.failures()).isEmpty();
        }
        LOG.info(
            "both hosts told of the open connection after {} ms, and of its end after {} ms",
            Duration.ofNanos(told - begin).toMillis(),
            Duration.ofNanos(ended - asked).toMillis());
        lock.confirmRemoval(List.of(GOING));
      }
    }
    awaitEndpoints(2);
    Await.until(
        DEADLINE,
        () -> "no report in " + store.departures().reports(),
        () -> store.departures().reports().isEmpty());
    Await.until(
        DEADLINE,
        () -> "answers of both in " + one.status() + two.status(),
        () -> answers(one).contains("going") && answers(two).contains("going"));
  }

  private static void serve(AgentHost host, String pid, String answer) {
    host.docker(
        "run",
        "-d",
        "-p",
        "27017",
        "-e",
        "SERVICE_27017_NAME=" + SERVICE,
        "-e",
        "SERVICE_27017_ID=" + SERVICE + "_" + pid,
        AgentHosts.IMAGE,
        "sh",
        "-c",
        "echo -n " + answer + " > /tmp/index.html && exec httpd -f -p 27017 -h /tmp");
  }

  /** Starts whoever is linked to it; the process whose network that is. */
  private static long client(AgentHost host) {
    host.docker(
        "run",
        "-d",
        "--name",
        "web",
        "-e",
        "BACKEND_" + PORT + "=etcd://etcd/viking/network/" + SERVICE,
        AgentHosts.IMAGE);
    return ContainerProcess.of(host.docker("inspect", "--format", "{{.Id}}", "web"));
  }

  /** The different answers to some requests of a host's client, in one text. */
  private static String answers(AgentHost host) {
    String get = "wget -q -O - http://" + GATEWAY + ":" + PORT + "/; echo;";
    return host.docker(
            "exec", "web", "sh", "-c", "for i in $(seq " + ASKED + "); do " + get + " done")
        .lines()
        .distinct()
        .sorted()
        .reduce("", String::concat);
  }

  private static void awaitOpen(AgentHost host, String active) {
    Await.until(
        DEADLINE, () -> active + " in " + host.status(), () -> host.status().contains(active));
  }

  /** Waits until both hosts lead to that many, the one by the kernel. */
  private void awaitEndpoints(int count) {
    for (AgentHost host : List.of(one, two)) {
      awaitOpen(host, "\"open\":true,\"endpoints\":" + count + ",");
    }
    Await.until(
        DEADLINE,
        () -> count + " in the table " + one.inNetwork("nft", "list", "ruleset"),
        () ->
            one.inNetwork("nft", "list", "ruleset")
                .contains(count == 1 ? " dnat to " : "numgen random mod " + count));
  }

  private StackLock lock() {
    return store.locks().acquire(List.of(StackName.of("mystack")), DEADLINE, holder -> {});
  }

  private void awaitReport(int connections) {
    Map<String, Map<InstanceId, Integer>> expected =
        Map.of("node-1", Map.of(GOING, connections), "node-2", Map.of(GOING, connections));
    Await.until(
        DEADLINE,
        () -> expected + " but had " + store.departures().reports() + one.log() + two.log(),
        () -> store.departures().reports().equals(expected));
  }
}

package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.ContainerProcess;
import io.viking.docker.testing.PrivateEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a service's two endpoints goes, with its container or with its host, while new connections
 * are made all the time. How long that takes is measured by the benchmark of the ambassador.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class EndpointGoneIT {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointGoneIT.class);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String IMAGE = AgentHosts.IMAGE;
  private static final String GATEWAY = "172.17.0.1";
  private static final String SERVICE = "twin_80";
  private static final int PORT = 12100;
  private static final int PAUSE_MILLIS = 10;

  private AgentHosts hosts;
  private PrivateEngine second;
  private AgentHost one;
  private AgentHost two;
  private AgentHost three;

  @BeforeAll
  void startHosts() {
    hosts = AgentHosts.start(3);
    second = hosts.engine(2);
    one = hosts.agent(1, "--data-path=relay");
    two = hosts.agent(2);
    three = hosts.agent(3);
  }

  @AfterAll
  void stopHosts() throws Exception {
    if (hosts != null) {
      hosts.close();
    }
  }

  @Test
  void theRelayFailsNoConnectionWhileAnotherEndpointLives() throws Exception {
    serve(two, "stops");
    serve(three, "stays");
    long client = client();
    awaitEndpoints(2);

    try (SteadyLoad load = SteadyLoad.start(client, GATEWAY, PORT, PAUSE_MILLIS)) {
      Instant stopped = stop(two, "stops");
      awaitEndpoints(1);
      SteadyLoad.Outcome outcome = load.end();
      LOG.info("container stopped: {} made, failed {}", outcome.made(), outcome.failures());
      assertThat(outcome.since(stopped)).as("of %s", outcome.made()).isEmpty();
    }

    two.docker("start", "stops");
    awaitEndpoints(2);
    try (SteadyLoad load = SteadyLoad.start(client, GATEWAY, PORT, PAUSE_MILLIS)) {
      second.cutOff();
      Instant cut = Instant.now();
      awaitEndpoints(1);
      SteadyLoad.Outcome outcome = load.end();
      second.join();
      LOG.info("host cut off: {} made, failed {}", outcome.made(), outcome.failures());
      // What was under way when the cable was cut is lost with it.
      assertThat(outcome.since(cut.plusMillis(PAUSE_MILLIS))).as("of %s", outcome.made()).isEmpty();
    }
  }

  private static void serve(AgentHost host, String name) {
    host.docker(
        "run",
        "-d",
        "--name",
        name,
        "-p",
        "80",
        "-e",
        "SERVICE_80_NAME=" + SERVICE,
        IMAGE,
        "sh",
        "-c",
        "echo " + name + " > /tmp/index.html && exec httpd -f -p 80 -h /tmp");
  }

  /** Starts whoever is linked to it; the process whose network that is. */
  private long client() {
    one.docker(
        "run",
        "-d",
        "--name",
        "web",
        "-e",
        "BACKEND_" + PORT + "=etcd://etcd/viking/network/" + SERVICE,
        IMAGE);
    return pid(one, "web");
  }

  private static long pid(AgentHost host, String container) {
    return ContainerProcess.of(host.docker("inspect", "--format", "{{.Id}}", container));
  }

  /**
   * Kills a container by its engine.
   *
   * @return when its process was gone: what it had accepted until then could not be answered
   */
  private static Instant stop(AgentHost host, String container) throws Exception {
    Path process = Path.of("/proc/" + pid(host, container));
    Thread kill = new Thread(() -> host.docker("kill", container), "test-kill");
    kill.start();
    Await.until(DEADLINE, () -> process + " ends", () -> !Files.exists(process));
    Instant gone = Instant.now();
    kill.join();
    return gone;
  }

  private void awaitEndpoints(int count) {
    Await.until(
        DEADLINE,
        () -> count + " endpoints in " + one.status() + one.log(),
        () -> one.status().contains("\"open\":true,\"endpoints\":" + count + ","));
  }
}

package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.ContainerProcess;
import io.viking.docker.testing.PrivateEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  private static final String IMAGE = "test/plain";
  private static final String GATEWAY = "172.17.0.1";
  private static final String SERVICE = "twin_80";
  private static final int PORT = 12100;
  private static final int PAUSE_MILLIS = 10;

  private PrivateEngine first;
  private PrivateEngine second;
  private PrivateEngine third;
  private HostsEtcd etcd;
  private AgentHost one;
  private AgentHost two;
  private AgentHost three;

  @BeforeAll
  void startHosts() {
    Optional<String> missing = PrivateEngine.missing();
    if (!Boolean.getBoolean("viking.it.required")) {
      assumeTrue(missing.isEmpty(), missing.orElse(""));
    }
    first = PrivateEngine.start();
    second = PrivateEngine.start();
    third = PrivateEngine.start();
    etcd = HostsEtcd.start(List.of(first.testAddress(), second.testAddress(), third.testAddress()));
    for (PrivateEngine engine : List.of(first, second, third)) {
      engine.image(IMAGE);
    }
    one = AgentHost.start(first, "node-1", etcd.at(first.testAddress()), "--data-path=relay");
    two = AgentHost.start(second, "node-2", etcd.at(second.testAddress()));
    three = AgentHost.start(third, "node-3", etcd.at(third.testAddress()));
  }

  @AfterAll
  void stopHosts() throws Exception {
    for (AutoCloseable each : new AutoCloseable[] {one, two, three, etcd}) {
      if (each != null) {
        each.close();
      }
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

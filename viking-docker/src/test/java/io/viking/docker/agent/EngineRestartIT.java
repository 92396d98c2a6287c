package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.Command;
import io.viking.docker.testing.ContainerProcess;
import io.viking.docker.testing.PrivateEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links between containers of two hosts while the engine of one is killed and started again: one
 * that keeps its containers alive meanwhile ({@code live-restore}), and at last one that does not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class EngineRestartIT {
  private static final Logger LOG = LoggerFactory.getLogger(EngineRestartIT.class);
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** What docs/operations.md says: the time between two lists. */
  private static final Duration LONGEST_OLD_RIGHT = Duration.ofSeconds(10);

  private static final String IMAGE = AgentHosts.IMAGE;
  // By its number: the engine forgets what host-gateway means when it restarts (moby#42753).
  private static final String GATEWAY = "172.17.0.1";
  private static final int FAR = 13001;
  private static final int NEAR = 13002;
  private static final int ECHO = 13003;
  private static final int PAUSE_MILLIS = 10;
  // A new connection only when one has ended: "end" is written for each.
  private static final String TALK =
      "while :; do while :; do echo word; usleep 50000; done | nc %s %d >> /tmp/words;"
          + " echo end >> /tmp/words; usleep 200000; done";

  private final List<SteadyServer> servers = new ArrayList<>();
  private AgentHosts hosts;
  private PrivateEngine first;
  private AgentHost one;
  private AgentHost two;

  @BeforeAll
  void startHosts() {
    hosts = AgentHosts.start(2);
    first = hosts.engine(1);
    one = hosts.agent(1, home(first));
    two = hosts.agent(2, home(hosts.engine(2)));
    one.docker("network", "create", "--subnet=172.28.0.0/24", "fixed");
    serve(two, "far");
    serve(one, "near");
    String echo = "exec nc -ll -p 90 -e cat";
    two.docker("run", "-d", "-p", "90", "-e", "SERVICE_90_NAME=echo_90", IMAGE, "sh", "-c", echo);
  }

  private static String home(PrivateEngine engine) {
    return "--home=" + engine.folder().resolve("viking");
  }

  @AfterAll
  void stopHosts() throws Exception {
    servers.forEach(SteadyServer::close);
    if (hosts != null) {
      hosts.close();
    }
  }

  @AfterEach
  void removeClients() {
    one.docker("ps", "-aq", "--filter", "label=client")
        .lines()
        .forEach(container -> one.docker("rm", "-f", container));
  }

  private void serve(AgentHost host, String name) {
    String id =
        host.docker("run", "-d", "-p", "80", "-e", "SERVICE_80_NAME=" + name + "_80", IMAGE);
    servers.add(SteadyServer.start(ContainerProcess.of(id), 80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "kernel"})
  void linksGoOnThroughARestartOfTheEngine(String path) throws Exception {
    startAgent(path);
    long farAsker = ContainerProcess.of(client(List.of(link(FAR, "far_80"))));
    long nearAsker = ContainerProcess.of(client(List.of(link(NEAR, "near_80"))));
    long stranger = ContainerProcess.of(client(List.of()));
    String talker =
        client(List.of(link(ECHO, "echo_90")), "sh", "-c", TALK.formatted(GATEWAY, ECHO));
    await("served", farAsker, FAR);
    await("served", nearAsker, NEAR);
    Await.until(DEADLINE, () -> "words\n" + one.log(), () -> words(talker, "word") > 0);
    long ends = words(talker, "end");

    try (SteadyLoad far = SteadyLoad.start(farAsker, GATEWAY, FAR, PAUSE_MILLIS);
        SteadyLoad near = SteadyLoad.start(nearAsker, GATEWAY, NEAR, PAUSE_MILLIS)) {
      first.kill();
      String strangerMeanwhile = ask(stranger, FAR);
      String friendMeanwhile = ask(farAsker, FAR);
      Instant begin = Instant.now();
      first.restart();
      Instant end = Instant.now();
      long before = words(talker, "word");
      Await.until(DEADLINE, () -> "more words", () -> words(talker, "word") > before);
      await("served", nearAsker, NEAR);
      SteadyLoad.Outcome farOutcome = far.end();
      SteadyLoad.Outcome nearOutcome = near.end();
      LOG.info("{}, far: {}", path, farOutcome);
      LOG.info("{}, near: {}; the engine started from {} to {}", path, nearOutcome, begin, end);

      assertThat(friendMeanwhile).isEqualTo("served");
      assertThat(strangerMeanwhile).isNotEqualTo("served");
      assertThat(words(talker, "end")).as("connections that have ended").isEqualTo(ends);
      assertThat(farOutcome.failures()).as(one.log()).isEmpty();
      // An engine that starts takes its rules for published ports away and puts them again.
      assertThat(nearOutcome.failures())
          .as(one.log())
          .allMatch(failure -> failure.begin().isAfter(begin.minusSeconds(1)))
          .allMatch(failure -> failure.begin().isBefore(end));
    }
    assertThat(ask(stranger, FAR)).isNotEqualTo("served");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "kernel"})
  void anAddressThatIsReusedAfterARestartCarriesNoRight(String path) throws Exception {
    startAgent(path);
    String network = "--network=fixed";
    String address = "--ip=172.28.0.50";
    String linked = client(List.of(network, address, link(FAR, "far_80")));
    long process = ContainerProcess.of(linked);
    await("served", process, FAR);

    first.kill();
    Command.run(List.of("busybox", "kill", "-9", Long.toString(process)));
    first.restart();
    one.docker("rm", "-f", linked);
    long heir = ContainerProcess.of(client(List.of(network, address)));

    Await.until(
        LONGEST_OLD_RIGHT,
        () -> "no old right\n" + one.log(),
        () -> !ask(heir, FAR).equals("served"));
    String again = client(List.of(network, link(FAR, "far_80")));
    await("served", ContainerProcess.of(again), FAR);
    assertThat(ask(heir, FAR)).isNotEqualTo("served");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "kernel"})
  @Order(Integer.MAX_VALUE)
  void linksWorkAgainAfterARestartOfAnEngineThatKeepsNoContainersAlive(String path)
      throws Exception {
    startAgent(path);
    String asker = client(List.of(link(FAR, "far_80"), "--restart=always"));
    String stranger = client(List.of("--restart=always"));
    long before = ContainerProcess.of(asker);
    await("served", before, FAR);

    first.keepNoContainersAlive();
    first.kill();
    first.restart();
    Await.until(DEADLINE, () -> "another process", () -> hasProcessBeside(asker, before));

    await("served", ContainerProcess.of(asker), FAR);
    Await.until(
        LONGEST_OLD_RIGHT,
        () -> "no right of another's address\n" + one.log(),
        () -> !ask(ContainerProcess.of(stranger), FAR).equals("served"));
  }

  private static boolean hasProcessBeside(String container, long former) {
    try {
      return ContainerProcess.of(container) != former;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Has the first host's agent take that path. */
  private void startAgent(String path) throws Exception {
    one.terminateAgent();
    one.restartAgent(hosts.etcd(1), "--data-path=" + path);
    Await.until(
        DEADLINE, () -> one.log(), () -> one.status().contains("\"inUse\":\"" + path + "\""));
  }

  /** Starts a container on the first host, with those options; its id. */
  private String client(List<String> options, String... command) {
    List<String> arguments = new ArrayList<>(List.of("run", "-d", "--label", "client"));
    arguments.addAll(options);
    arguments.add(IMAGE);
    arguments.addAll(List.of(command));
    return one.docker(arguments.toArray(String[]::new));
  }

  private static String link(int port, String service) {
    return "--env=BACKEND_" + port + "=etcd://etcd/viking/network/" + service;
  }

  private void await(String expected, long process, int port) {
    Await.until(
        DEADLINE,
        () -> expected + " but had " + ask(process, port) + "\n" + one.status() + "\n" + one.log(),
        () -> ask(process, port).equals(expected));
  }

  /** What a container is answered; its engine may be away. */
  private static String ask(long process, int port) {
    String network = "--net=/proc/" + process + "/ns/net";
    String address = "http://" + GATEWAY + ":" + port + "/";
    try {
      return Command.run(List.of("nsenter", network, "busybox", "wget", "-q", "-O", "-", address));
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private long words(String talker, String word) {
    String said = one.docker("exec", talker, "cat", "/tmp/words");
    return said.lines().filter(word::equals).count();
  }
}

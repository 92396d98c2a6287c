package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.testing.Await;
import io.viking.docker.testing.PrivateEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links between containers of two hosts while the engine of one is killed and started again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class EngineRestartIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String IMAGE = "test/plain";
  // By its number: the engine forgets what host-gateway means when it restarts (moby#42753).
  private static final String GATEWAY = "backends:172.17.0.1";
  private static final String SERVE = "echo %s > /tmp/index.html && exec httpd -f -p 80 -h /tmp";
  private static final String ASK_ON_AND_ON =
      "while :; do wget -q -O - http://backends:%d/ || echo failed; usleep 20000; done"
          + " >> /tmp/answers 2>&1";
  private static final String TALK_ON_AND_ON =
      "while :; do echo word; usleep 50000; done | nc backends %d >> /tmp/words;"
          + " echo end >> /tmp/words";

  private PrivateEngine first;
  private PrivateEngine second;
  private HostsEtcd etcd;
  private AgentHost one;
  private AgentHost two;

  @BeforeAll
  void startHosts() {
    Optional<String> missing = PrivateEngine.missing();
    if (!Boolean.getBoolean("viking.it.required")) {
      assumeTrue(missing.isEmpty(), missing.orElse(""));
    }
    first = PrivateEngine.start();
    second = PrivateEngine.start();
    etcd = HostsEtcd.start(List.of(first.testAddress(), second.testAddress()));
    first.image(IMAGE);
    second.image(IMAGE);
    one = AgentHost.start(first, "node-1", etcd.at(first.testAddress()));
    two = AgentHost.start(second, "node-2", etcd.at(second.testAddress()));
    one.docker("network", "create", "--subnet=172.28.0.0/24", "fixed");
    serve(two, "far", "SERVICE_80_NAME=far_80", SERVE.formatted("far"), "80");
    serve(one, "near", "SERVICE_80_NAME=near_80", SERVE.formatted("near"), "80");
    serve(two, "echo", "SERVICE_90_NAME=echo_90", "exec nc -ll -p 90 -e cat", "90");
  }

  @AfterAll
  void stopHosts() throws Exception {
    for (AutoCloseable each : new AutoCloseable[] {one, two, etcd}) {
      if (each != null) {
        each.close();
      }
    }
  }

  private static void serve(
      AgentHost host, String name, String service, String command, String port) {
    host.docker("run", "-d", "--name", name, "-p", port, "-e", service, IMAGE, "sh", "-c", command);
  }

  private void client(String name, String command, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "-d", "--name", name, "--add-host", GATEWAY));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of(IMAGE, "sh", "-c", command));
    one.docker(arguments.toArray(String[]::new));
  }

  private static String link(int port, String service) {
    return "BACKEND_" + port + "=etcd://etcd/viking/network/" + service;
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "kernel"})
  void linksGoOnThroughARestartOfTheEngine(String path) throws Exception {
    String without = startAgent(path);
    client("far-asker", ASK_ON_AND_ON.formatted(13001), "-e", link(13001, "far_80"));
    client("near-asker", ASK_ON_AND_ON.formatted(13002), "-e", link(13002, "near_80"));
    client("talker", TALK_ON_AND_ON.formatted(13003), "-e", link(13003, "echo_90"));
    client("stranger", "exec sleep 1000");
    await("far", () -> answer("far-asker", 13001));
    await("near", () -> answer("near-asker", 13002));
    await("word", () -> one.docker("exec", "talker", "tail", "-n1", "/tmp/words"));
    one.docker("exec", "far-asker", "truncate", "-s0", "/tmp/answers");
    one.docker("exec", "near-asker", "truncate", "-s0", "/tmp/answers");
    String table = ours();

    first.kill();
    first.restart();

    assertThat(count("far-asker", "far")).isPositive();
    assertThat(count("near-asker", "near")).isPositive();
    assertThat(count("far-asker", "failed") + count("near-asker", "failed")).isZero();
    long words = count("talker", "word");
    Await.until(DEADLINE, () -> "more words", () -> count("talker", "word") > words);
    assertThat(count("talker", "end")).isZero();
    assertThat(answer("stranger", 13001)).startsWith("exit");
    assertThat(ours()).isEqualTo(table);
    remove("far-asker", "near-asker", "talker", "stranger");
    Await.until(DEADLINE, this::theirs, () -> theirs().equals(without));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "kernel"})
  void anAddressThatIsReusedAfterARestartCarriesNoRight(String path) throws Exception {
    startAgent(path);
    String[] place = {"--network=fixed", "--ip=172.28.0.50"};
    client("linked", "exec sleep 1000", "-e", link(13010, "far_80"), place[0], place[1]);
    await("far", () -> answer("linked", 13010));
    String process = one.docker("inspect", "-f", "{{.State.Pid}}", "linked");

    first.kill();
    one.inNetwork("kill", "-9", process);
    first.restart();
    one.docker("rm", "-f", "linked");
    client("heir", "exec sleep 1000", place);
    String atOnce = answer("heir", 13010);
    client("relinked", "exec sleep 1000", "-e", link(13010, "far_80"), "--network=fixed");

    assertThat(atOnce).startsWith("exit");
    await("far", () -> answer("relinked", 13010));
    assertThat(answer("heir", 13010)).startsWith("exit");
    remove("heir", "relinked");
  }

  /** Has the first host's agent take that path; the engine's own rules when there is no agent. */
  private String startAgent(String path) throws Exception {
    one.terminateAgent();
    String without = theirs();
    assertThat(ours()).isEmpty();
    one.restartAgent(etcd.at(first.testAddress()), "--data-path=" + path);
    Await.until(
        DEADLINE, () -> one.log(), () -> one.status().contains("\"inUse\":\"" + path + "\""));
    assertThat(theirs()).isEqualTo(without);
    return without;
  }

  private void remove(String... containers) {
    for (String container : containers) {
      one.docker("rm", "-f", container);
    }
  }

  private String answer(String container, int port) {
    return one.docker("exec", container, "wget", "-q", "-O", "-", "http://backends:" + port + "/");
  }

  private long count(String container, String line) {
    String file = container.equals("talker") ? "/tmp/words" : "/tmp/answers";
    return one.docker("exec", container, "cat", file).lines().filter(line::equals).count();
  }

  private void await(String expected, Supplier<String> actual) {
    Await.until(
        DEADLINE,
        () -> expected + " but had " + actual.get() + "\n" + one.status() + "\n" + one.log(),
        () -> actual.get().equals(expected));
  }

  /** What the engine, and whoever else, has in the kernel; without counts. */
  private String theirs() {
    // In no order: an engine that starts again puts some rules in again.
    return tables(false).lines().map(String::strip).sorted().collect(Collectors.joining("\n"));
  }

  /** What the agent has in the kernel; without counts. */
  private String ours() {
    return tables(true);
  }

  private String tables(boolean ours) {
    StringBuilder all = new StringBuilder();
    one.inNetwork("nft", "list", "tables")
        .lines()
        .filter(table -> table.contains(" viking-") == ours)
        .sorted()
        .forEach(
            table ->
                all.append(
                    one.inNetwork(("nft -s list " + table).split(" "))
                        .replaceAll("packets \\d+ bytes \\d+", "")));
    return all.toString();
  }
}

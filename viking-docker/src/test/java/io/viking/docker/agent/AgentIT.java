package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Two hosts, each with an engine and an agent, and the containers of the original document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class AgentIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String SERVICE = "mystack_mongo_27017";
  private static final String IMAGE = AgentHosts.IMAGE;

  private AgentHosts hosts;
  private ClusterStore store;
  private AgentHost one;
  private AgentHost two;
  private String etcdOne;
  private String etcdTwo;

  @BeforeAll
  void startHosts() {
    hosts = AgentHosts.start(2);
    etcdOne = hosts.etcd(1);
    etcdTwo = hosts.etcd(2);
    store = hosts.store();
    one = hosts.agent(1);
    two = hosts.agent(2);
    awaitHosts("node-1", "node-2");
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
  void aContainerReachesAServiceOnAnotherHostWhereverItMoves() {
    startMongo(two, "a6df32", "first");
    startWeb(one, "web", 11432);
    awaitAnswer(one, "web", 11432, "first");

    String before = addresses().toString();
    two.docker("restart", "-t", "0", "mystack_mongo.a6df32");
    awaitAnswer(one, "web", 11432, "first");
    String restarted = addresses().toString();

    two.docker("rm", "-f", "mystack_mongo.a6df32");
    startMongo(one, "b7e043", "moved");
    awaitAnswer(one, "web", 11432, "moved");

    assertThat(restarted).isNotEqualTo(before);
    assertThat(addresses()).singleElement().asString().startsWith("198.18.");
    one.docker("rm", "-f", "mystack_mongo.b7e043", "web");
    awaitAddresses(0);
  }

  @Test
  void refusesAContainerWithoutTheLink() {
    startMongo(two, "c1c1c1", "secret");
    startWeb(one, "friend", 11433);
    awaitAnswer(one, "friend", 11433, "secret");

    one.docker("run", "-d", "--name", "stranger", "--add-host", "backends:host-gateway", IMAGE);
    String answer = get(one, "stranger", 11433);

    assertThat(answer).startsWith("exit 1").doesNotContain("secret");
    assertThat(one.status()).contains("\"refused.NOT_PERMITTED\":");
    one.docker("rm", "-f", "friend", "stranger");
    two.docker("rm", "-f", "mystack_mongo.c1c1c1");
    awaitAddresses(0);
  }

  @Test
  void takesItsEndpointsBackWhenItIsTerminatedAndPutsThemWhenItComesAgain() throws Exception {
    startMongo(two, "d2d2d2", "here");
    awaitAddresses(1);

    int exit = two.terminateAgent();
    List<String> after = addresses();
    two.restartAgent(etcdTwo);
    awaitAddresses(1);

    assertThat(exit).isZero();
    assertThat(after).isEmpty();
    two.docker("rm", "-f", "mystack_mongo.d2d2d2");
    awaitAddresses(0);
    awaitHosts("node-1", "node-2");
  }

  @Test
  void leavesNoGhostsWhenItIsKilled() {
    startMongo(two, "e3e3e3", "here");
    awaitAddresses(1);

    two.killAgent();

    awaitAddresses(0);
    two.docker("rm", "-f", "mystack_mongo.e3e3e3");
    two.restartAgent(etcdTwo);
    awaitHosts("node-1", "node-2");
  }

  @Test
  void reportsWhatItsContainersCarryAndAPortThatSomethingElseHas() throws Exception {
    startMongo(two, "f4f4f4", "behind");
    Process occupant = one.occupy(11434);
    startWeb(one, "web", 11434);

    awaitReport("node-1", "[11434], [11434: Address already in use: 11434/tcp on ");
    occupant.destroyForcibly().onExit().join();
    awaitReport("node-1", "[11434], []");
    awaitAnswer(one, "web", 11434, "behind");
    one.docker("rm", "-f", "web");
    awaitReport("node-1", "[], []");

    assertThat(report("node-2")).isEqualTo("[], []");
    two.docker("rm", "-f", "mystack_mongo.f4f4f4");
    awaitAddresses(0);
  }

  private void awaitReport(String host, String start) {
    Await.until(
        DEADLINE,
        () -> start + " but had " + report(host) + "\n" + one.log(),
        () -> report(host).startsWith(start));
  }

  private String report(String host) {
    return store.hosts().reports().stream()
        .filter(report -> report.host().equals(host))
        .map(report -> report.carried() + ", " + report.clashes())
        .findFirst()
        .orElse("none");
  }

  private static void startMongo(AgentHost host, String pid, String answer) {
    host.docker(
        "run",
        "-d",
        "--name",
        "mystack_mongo." + pid,
        "-p",
        "27017",
        "-e",
        "SERVICE_27017_NAME=" + SERVICE,
        "-e",
        "SERVICE_27017_ID=" + SERVICE + "_" + pid,
        IMAGE,
        "sh",
        "-c",
        "echo " + answer + " > /tmp/index.html && exec httpd -f -p 27017 -h /tmp");
  }

  private void startWeb(AgentHost host, String name, int port) {
    host.docker(
        "run",
        "-d",
        "--name",
        name,
        "--add-host",
        "backends:host-gateway",
        "-e",
        "BACKEND_"
            + port
            + "=etcd://"
            + etcdOne.substring("http://".length())
            + "/viking/network/"
            + SERVICE,
        IMAGE);
  }

  private static String get(AgentHost host, String container, int port) {
    return host.docker("exec", container, "wget", "-q", "-O", "-", "http://backends:" + port + "/");
  }

  private void awaitAnswer(AgentHost host, String container, int port, String expected) {
    String[] last = {""};
    Await.until(
        DEADLINE,
        () -> expected + " but had " + last[0] + "\n" + host.status() + "\n" + host.log(),
        () -> {
          last[0] = get(host, container, port);
          return last[0].equals(expected);
        });
  }

  private List<String> addresses() {
    return store.endpoints().snapshot().of(SERVICE).stream()
        .map(Endpoint::address)
        .map(Object::toString)
        .toList();
  }

  private void awaitAddresses(int count) {
    Await.until(
        DEADLINE,
        () -> count + " addresses but had " + addresses() + "\n" + two.log(),
        () -> addresses().size() == count);
  }

  private void awaitHosts(String... names) {
    Await.until(
        DEADLINE,
        () -> List.of(names) + "\n" + one.log() + two.log(),
        () -> store.hosts().hosts().stream().map(Host::name).toList().equals(List.of(names)));
  }
}

package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** An agent that keeps the firewall of its host, with a real engine and a real etcd. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class FirewallAgentIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String[] FIREWALL = {"--vpc=on", "--vpc-open=22", "--vpc-keep=1s"};

  private AgentHosts hosts;
  private AgentHost one;

  @BeforeAll
  void startHost() {
    hosts = AgentHosts.start(1);
    one = hosts.agent(1, FIREWALL);
    await("ip saddr", hosts.engine(1).hostAddress(), "oifname \"docker0\"");
  }

  @AfterAll
  void stopHost() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @Test
  void followsTheHostsThatComeAndGo() {
    try (ClusterStore ten = announced("node-10", "10.9.9.10")) {
      try (ClusterStore first = announced("node-9", "10.9.9.1")) {
        await("10.9.9.1,", "10.9.9.10");
      }
      Await.until(DEADLINE, this::table, () -> !table().contains("10.9.9.1,"));

      assertThat(table()).contains("10.9.9.10");
    }
  }

  private ClusterStore announced(String name, String address) {
    ClusterStore store = ClusterStore.etcd(EtcdOptions.of(hosts.etcd()));
    store.hosts().announce(Host.of(name, address, "tcp://" + address + ":2376"));
    return store;
  }

  @Test
  void putsBackWhatSomebodyHasTakenAwayOrChanged() {
    // Another test's hosts are trusted for a moment still.
    Await.until(DEADLINE, this::table, () -> !table().contains("10.9.9."));
    String before = table();

    one.inNetwork("nft", "delete", "table", "inet", "viking-vpc");
    Await.until(DEADLINE, one::log, () -> table().equals(before));
    one.inNetwork("nft", "flush", "chain", "inet", "viking-vpc", "forward");
    Await.until(DEADLINE, one::log, () -> table().equals(before));

    assertThat(before).contains("chain forward");
    assertThat(one.status()).contains("\"problems\":[]");
  }

  @Test
  void closesAContainersNetworkAndPortsOnceItHasStarted() {
    String id = one.docker("network", "create", "late").substring(0, 12);

    one.docker("run", "-d", "--name=late", "--network=late", "-p=18080:80", AgentHosts.IMAGE);

    await("br-" + id, "18080");
    one.docker("rm", "-f", "late");
    Await.until(DEADLINE, this::table, () -> !table().contains("18080"));
  }

  @Test
  void theRulesOutliveTheEngineAndTheAgentAndTheHostsKnownLastGoOn() throws Exception {
    hosts.engine(1).kill();
    one.terminateAgent();
    String without = table();
    one.restartAgent(hosts.etcd(1));
    Await.until(DEADLINE, one::log, () -> one.status().contains("the firewall is left as it is"));
    String away = table();

    hosts.engine(1).restart();
    Await.until(DEADLINE, one::log, () -> !one.status().contains("firewall"));

    assertThat(without).contains("chain forward", hosts.engine(1).hostAddress());
    assertThat(away).isEqualTo(without);
    assertThat(table()).isEqualTo(without);
  }

  private void await(String... texts) {
    for (String text : texts) {
      Await.until(DEADLINE, () -> table() + one.log(), () -> table().contains(text));
    }
  }

  private String table() {
    return one.inNetwork("nft", "--stateless", "list", "table", "inet", "viking-vpc")
        .replace("{ \"docker0\" }", "\"docker0\"");
  }
}

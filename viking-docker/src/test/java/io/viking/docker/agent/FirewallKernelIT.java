package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernel path on hosts whose agents keep a firewall, and a host that is not of the cluster. */
class FirewallKernelIT extends KernelAgentContract {
  private static final int STRANGER = 3;

  @Override
  int count() {
    return STRANGER;
  }

  @Override
  String[] arguments() {
    return new String[] {"--data-path=kernel", "--vpc=on", "--vpc-keep=1s"};
  }

  @BeforeEach
  void awaitFirewalls() {
    for (AgentHost host : List.of(one, two)) {
      Await.until(DEADLINE, host::log, () -> firewall(host).contains("chain forward"));
    }
  }

  private static String firewall(AgentHost host) {
    return host.inNetwork("nft", "list", "table", "inet", "viking-vpc");
  }

  @Test
  void whoIsNotOfTheClusterIsLedNowhereAndWhoLacksTheLinkNeither() {
    serve(two, "secret", "closed_80", 80);
    client("friend", 12020, "closed_80");
    awaitTaken("friend", 12020, "secret");
    one.docker("run", "-d", "--name=nosy", "--add-host=backends:172.17.0.1", AgentHosts.IMAGE);
    String published = published();
    AgentHost.letThrough(hosts.engine(STRANGER));
    Process own = two.occupy(18999);

    assertThat(get("nosy", 12020)).startsWith("exit 1");
    assertThat(ask(1, published)).as("a host of the cluster").isEqualTo("secret");
    // What no rule is about: else any broken cable would look like a firewall.
    assertThat(ask(STRANGER, hosts.engine(2).hostAddress() + ":18999")).contains("404");
    own.destroy();
    assertThat(ask(STRANGER, published)).as("another host").startsWith("exit ");
    long before = taken(12020);
    assertThat(get("friend", 12020)).isEqualTo("secret");
    assertThat(taken(12020)).isGreaterThan(before);
  }

  /** Where the other host publishes what was started there last. */
  private String published() {
    String port = two.docker("port", two.docker("ps", "-lq"), "80/tcp").lines().findFirst().get();
    return hosts.engine(2).hostAddress() + port.substring(port.lastIndexOf(':'));
  }

  private String ask(int host, String where) {
    // busybox's own time-out, -T, ends the program by a fault of its own.
    return hosts.run(host, "timeout", "2", "busybox", "wget", "-q", "-O", "-", "http://" + where);
  }
}

package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.Await;
import org.junit.jupiter.api.Test;

/** The kernel path as it is by default. */
class KernelAgentIT extends KernelAgentContract {
  @Override
  int count() {
    return 2;
  }

  @Override
  String[] arguments() {
    return new String[0];
  }

  @Test
  void anAgentThatIsToldToEndLeavesNoTable() throws Exception {
    int exit = two.terminateAgent();

    String tables = tables(two);
    two.restartAgent(hosts.etcd(2));

    assertThat(exit).isZero();
    assertThat(tables).contains("table ip nat").doesNotContain("viking");
  }

  @Test
  void theTableOfAKilledAgentDoesNotOutliveTheKernelPath() {
    Await.until(DEADLINE, () -> two.log(), () -> tables(two).contains("viking"));

    two.killAgent();
    two.restartAgent(hosts.etcd(2), "--data-path=relay");
    Await.until(DEADLINE, () -> two.log(), () -> !tables(two).contains("viking"));
    String left = tables(two);
    two.killAgent();
    two.restartAgent(hosts.etcd(2));

    assertThat(left).contains("table ip nat");
  }

  @Test
  void theTableOfAnAddressThatIsNotListenedOnAnyMoreIsRemoved() {
    two.inNetwork("ip", "address", "add", "172.29.0.1/24", "dev", "docker0");
    two.killAgent();
    two.restartAgent(hosts.etcd(2), "--listen=172.29.0.1");
    Await.until(DEADLINE, () -> two.log(), () -> tables(two).contains("viking-172.29.0.1"));
    Await.until(DEADLINE, () -> two.log(), () -> !tables(two).contains("viking-172.17.0.1"));

    two.killAgent();
    two.restartAgent(hosts.etcd(2));

    Await.until(DEADLINE, () -> two.log(), () -> tables(two).contains("viking-172.17.0.1"));
    Await.until(DEADLINE, () -> two.log(), () -> !tables(two).contains("viking-172.29.0.1"));
  }
}

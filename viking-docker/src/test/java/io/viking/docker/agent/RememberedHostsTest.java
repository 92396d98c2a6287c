package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.firewall.AddressBlock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RememberedHostsTest {
  private static final AddressBlock ONE = AddressBlock.parse("10.0.0.1");
  private static final AddressBlock TEN = AddressBlock.parse("10.0.0.10");
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final RememberedHosts hosts = new RememberedHosts(Duration.ofSeconds(10));

  @Test
  void aHostWhoseAgentIsGoneIsTrustedForAWhileAndNotForEver() {
    hosts.answered(Set.of(ONE, TEN), LOOK);

    hosts.answered(Set.of(TEN), LOOK);
    hosts.answered(Set.of(TEN), LOOK);
    Set<AddressBlock> after10 = hosts.addresses();
    hosts.answered(Set.of(TEN), LOOK);

    assertThat(after10).containsExactlyInAnyOrder(ONE, TEN);
    assertThat(hosts.addresses()).containsExactly(TEN);
  }

  @Test
  void oneThatComesBackStartsAnew() {
    hosts.answered(Set.of(ONE), LOOK);
    hosts.answered(Set.of(), LOOK);
    hosts.answered(Set.of(ONE), LOOK);

    hosts.answered(Set.of(), LOOK);
    hosts.answered(Set.of(), LOOK);

    assertThat(hosts.addresses()).containsExactly(ONE);
  }

  @Test
  void timeInWhichTheStoreDidNotAnswerIsNoAbsence() {
    RememberedHosts patient = new RememberedHosts(Duration.ofHours(24));
    patient.answered(Set.of(ONE, TEN), LOOK);

    patient.answered(Set.of(TEN), Duration.ofDays(3));

    assertThat(patient.addresses()).containsExactlyInAnyOrder(ONE, TEN);
  }

  @Test
  void theNextAgentGoesOnWhereThisOneEnded() {
    hosts.answered(Set.of(ONE, TEN), LOOK);
    hosts.answered(Set.of(TEN), LOOK);
    RememberedHosts next = new RememberedHosts(Duration.ofSeconds(10));

    next.read(hosts.text());
    next.answered(Set.of(TEN), LOOK);
    Set<AddressBlock> still = next.addresses();
    next.answered(Set.of(TEN), LOOK);

    assertThat(still).containsExactlyInAnyOrder(ONE, TEN);
    assertThat(next.addresses()).containsExactly(TEN);
  }

  @Test
  void aTextThatIsNotItsOwnIsRefused() {
    assertThatThrownBy(() -> hosts.read("10.0.0.1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hosts.read("10.0.0.1 soon"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hosts.read("node-1 PT0S"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.viking.docker.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.registrar.EndpointChanges.Change;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointChangesTest {
  private static final Endpoint ONE = endpoint("one", 1);
  private static final Endpoint TWO = endpoint("two", 2);

  private final EndpointChanges changes = new EndpointChanges();

  private static Endpoint endpoint(String id, int port) {
    return new Endpoint("service", id, HostAndPort.parse("10.0.0.1:" + port));
  }

  private void say(Change change, boolean answered) {
    assertThat(changes.next()).contains(change);
    changes.said(change, answered);
  }

  @Test
  void saysWhatGoesBeforeWhatComes() {
    changes.want(List.of(TWO));
    say(new Change(TWO, true, false), true);

    changes.want(List.of(ONE));

    say(new Change(TWO, false, false), true);
    say(new Change(ONE, true, false), true);
    assertThat(changes.next()).isEmpty();
    assertThat(changes.registered()).containsExactly(ONE);
  }

  @Test
  void saysAgainWhatWasNotAnsweredWhenToldToAndNotBefore() {
    changes.want(List.of(ONE));
    say(new Change(ONE, true, false), false);
    assertThat(changes.next()).isEmpty();
    assertThat(changes.isAnyOwed()).isTrue();

    changes.sayAgain();

    say(new Change(ONE, true, true), true);
    assertThat(changes.next()).isEmpty();
    assertThat(changes.isAnyOwed()).isFalse();
  }

  @Test
  void saysAgainThatAnEndpointGoes() {
    changes.want(List.of(ONE));
    say(new Change(ONE, true, false), true);
    changes.want(List.of());
    say(new Change(ONE, false, false), false);

    changes.sayAgain();

    say(new Change(ONE, false, true), true);
  }

  @Test
  void saysOnlyTheNewestOfAnEndpoint() {
    Endpoint moved = endpoint("one", 9);
    changes.want(List.of(ONE));
    say(new Change(ONE, true, false), false);
    changes.sayAgain();

    changes.want(List.of(moved));

    say(new Change(moved, true, false), true);
    assertThat(changes.next()).isEmpty();
    assertThat(changes.isAnyOwed()).isFalse();
  }

  @Test
  void saysNothingOfWhatItGaveUp() {
    changes.want(List.of(ONE, TWO));
    say(new Change(ONE, true, false), true);
    say(new Change(TWO, true, false), false);
    changes.want(List.of());

    changes.giveUp();

    changes.sayAgain();
    assertThat(changes.next()).isEmpty();
  }

  @Test
  void leavesEverythingAsItIsOnceFrozen() {
    changes.want(List.of(ONE));
    say(new Change(ONE, true, false), false);
    changes.want(List.of(TWO));
    changes.sayAgain();

    changes.freeze();

    assertThat(changes.next()).isEmpty();
    assertThat(changes.registered()).containsExactly(ONE);
  }
}

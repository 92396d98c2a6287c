package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointViewTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Endpoint ONE = new Endpoint("s", "one", HostAndPort.parse("10.0.0.1:1"));
  private static final Endpoint TWO = new Endpoint("s", "two", HostAndPort.parse("10.0.0.2:2"));

  private final EndpointView view = new EndpointView(Duration.ofSeconds(10));

  @Test
  void showsTheListingAndTheChangesAfterIt() {
    view.list(5, Map.of("one", ONE), 0);
    view.put("two", TWO);
    view.remove("one", 0);
    view.at(7);

    assertThat(view.snapshot().of("s")).containsExactly(TWO);
    assertThat(view.snapshot().revision()).isEqualTo(7);
  }

  @Test
  void dropsWhatALaterListingDoesNotHave() {
    view.list(5, Map.of("one", ONE), 0);
    view.list(9, Map.of(), 0);

    assertThat(view.snapshot().byService()).isEmpty();
  }

  @Test
  void holdsOnToWhatAStoreThatLostItsDataDoesNotHaveYet() {
    view.list(50, Map.of("one", ONE, "two", TWO), 0);
    long before = view.snapshot().revision();

    view.list(1, Map.of("one", ONE), 0);

    assertThat(view.snapshot().of("s")).containsExactly(ONE, TWO);
    assertThat(view.snapshot().revision()).isGreaterThan(before);
    assertThat(view.expire(10 * SECOND - 1)).isFalse();
  }

  @Test
  void letsGoOfWhatNobodyPutAgainInTime() {
    view.list(50, Map.of("one", ONE, "two", TWO), 0);
    view.list(1, Map.of(), 0);
    view.put("one", ONE);
    long before = view.snapshot().revision();

    boolean expired = view.expire(10 * SECOND);

    assertThat(expired).isTrue();
    assertThat(view.snapshot().of("s")).containsExactly(ONE);
    assertThat(view.snapshot().revision()).isGreaterThan(before);
    assertThat(view.expire(11 * SECOND)).isFalse();
  }

  @Test
  void letsGoAtOnceOfWhatIsRemoved() {
    view.list(50, Map.of("one", ONE), 0);
    view.list(1, Map.of(), 0);

    view.remove("one", 0);

    assertThat(view.snapshot().byService()).isEmpty();
  }

  @Test
  void holdsOnToWhatVanishesWhenTheStoreIsBackAfterAnOutage() {
    view.list(50, Map.of("one", ONE, "two", TWO), 0);
    view.storeAway(3 * SECOND);

    view.remove("one", 4 * SECOND);
    view.list(60, Map.of(), 5 * SECOND);

    assertThat(view.snapshot().of("s")).containsExactly(ONE, TWO);
    view.put("one", ONE);
    assertThat(view.expire(13 * SECOND)).isTrue();
    assertThat(view.snapshot().of("s")).containsExactly(ONE);
  }

  @Test
  void takesRemovalsAtTheirWordAgainWhenTheOutageIsLongOver() {
    view.list(50, Map.of("one", ONE), 0);
    view.storeAway(3 * SECOND);
    view.expire(13 * SECOND);

    view.remove("one", 14 * SECOND);

    assertThat(view.snapshot().byService()).isEmpty();
  }
}

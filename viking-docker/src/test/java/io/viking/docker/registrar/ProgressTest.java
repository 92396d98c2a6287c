package io.viking.docker.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");
  private static final Endpoint ENDPOINT =
      new Endpoint("mystack_mongo_27017", "one", new HostAndPort("10.0.0.1", 32768));

  private final List<Duration> events = new ArrayList<>();
  private final List<Duration> registrations = new ArrayList<>();
  private Instant now = BEGIN;
  private final Progress progress =
      new Progress(
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              throw new UnsupportedOperationException();
            }
          },
          new RegistrarTimes() {
            @Override
            public void seen(Duration sinceEvent) {
              events.add(sinceEvent);
            }

            @Override
            public void registered(Duration sinceStart) {
              registrations.add(sinceStart);
            }
          });

  @Test
  void tellsWhenAnInstanceCameHowFar() {
    at(120, () -> progress.view(view(100)));
    at(150, () -> progress.registered(ENDPOINT, true));

    assertThat(progress.instances())
        .containsEntry(
            ENDPOINT, new InstanceTimes(Optional.of(time(100)), time(120), Optional.of(time(150))));
    assertThat(registrations).containsExactly(Duration.ofMillis(50));
  }

  @Test
  void anInstanceThatWasStartedAgainIsSeenAnew() {
    at(120, () -> progress.view(view(100)));
    at(150, () -> progress.registered(ENDPOINT, true));

    at(220, () -> progress.view(view(200)));

    assertThat(progress.instances())
        .as("it was in the store all the time")
        .containsEntry(
            ENDPOINT, new InstanceTimes(Optional.of(time(200)), time(220), Optional.of(time(150))));
  }

  @Test
  void anInstanceThatIsGoneIsForgottenAndOneThatWasTakenBackIsNotRegistered() {
    at(120, () -> progress.view(view(100)));
    at(150, () -> progress.registered(ENDPOINT, true));

    at(160, () -> progress.registered(ENDPOINT, false));
    assertThat(progress.instances())
        .hasEntrySatisfying(ENDPOINT, times -> assertThat(times.registered()).isEmpty());

    at(170, () -> progress.view(HostView.empty()));
    assertThat(progress.instances()).isEmpty();
  }

  @Test
  void containersThatRanBeforeAreNotCounted() {
    at(20, () -> progress.view(view(-5_000)));
    at(30, () -> progress.registered(ENDPOINT, true));

    assertThat(registrations).isEmpty();
    assertThat(progress.instances())
        .hasEntrySatisfying(ENDPOINT, times -> assertThat(times.registered()).contains(time(30)));
  }

  @Test
  void tellsHowOldAnEventIsAndNeverLessThanNothing() {
    at(50, () -> progress.handled(time(20)));
    at(50, () -> progress.handled(time(60)));

    assertThat(events).containsExactly(Duration.ofMillis(30), Duration.ZERO);
  }

  private static HostView view(long startedMillis) {
    return HostView.builder()
        .addRegistrations(
            new Registration(ENDPOINT, true, Optional.empty(), Optional.of(time(startedMillis))))
        .build();
  }

  private static Instant time(long millis) {
    return BEGIN.plusMillis(millis);
  }

  private void at(long millis, Runnable what) {
    now = time(millis);
    what.run();
  }
}

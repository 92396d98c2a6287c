package io.viking.docker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.model.Host;
import io.viking.model.placement.HostState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterMemoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DOWN_AFTER = Duration.ofSeconds(15);

  private final ClusterMemory memory = new ClusterMemory(DOWN_AFTER);
  private final Seen seen =
      new Seen().host("h1", Seen.instance("app/web", 0xa1, State.RUNNING)).host("h2");
  private Set<String> live = Set.of("h1", "h2");

  @Test
  void aSilentHostHasWhatItReportedLast() {
    see(START);
    seen.silent("h1");

    ActualHost silent = host("h1", see(START.plusSeconds(3)));

    assertThat(silent.instances())
        .extracting(i -> i.id())
        .containsExactly(Seen.id("app/web", 0xa1));
    assertThat(silent.state()).isEqualTo(HostState.suspect(Duration.ZERO));
  }

  @Test
  void aHostThatIsNotListedAnyMoreIsStillAskedFor() {
    memory.hosts(List.of(Seen.named("h1"), Seen.named("h2")));

    assertThat(memory.hosts(List.of(Seen.named("h2"))))
        .extracting(Host::name)
        .containsExactly("h1", "h2");
  }

  @Test
  void aHostWhoseAgentIsGoneDoesNotAnswer() {
    see(START);
    live = Set.of("h2");

    ClusterMemory.View view = see(START.plusSeconds(1));

    assertThat(host("h1", view).state().answers()).isFalse();
    assertThat(view.events())
        .extracting(ClusterEvent::reason)
        .containsExactly("does not answer: its engine answers, but it has no live agent");
  }

  @Test
  void nothingIsSureWhileAHostHasNeverAnsweredAndIsNotDown() {
    memory.hosts(List.of(Seen.named("h1"), Seen.named("h2")));
    seen.silent("h1");

    assertThat(see(START).isComplete()).isFalse();
    assertThat(see(START.plus(DOWN_AFTER).minusMillis(1)).isComplete()).isFalse();
    assertThat(see(START.plus(DOWN_AFTER)).isComplete()).isTrue();
  }

  @Test
  void aHostThatRanSomethingBeforeIsWaitedForUntilItWouldBeDown() {
    memory.expect(Set.of("h1", "h9"));

    ClusterMemory.View first = see(START);

    assertThat(first.isComplete()).isFalse();
    assertThat(first.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.subject()).isEqualTo("h9");
              assertThat(event.reason()).contains("no agent is registered", "ports forget h9");
            });
    assertThat(see(START.plus(DOWN_AFTER).minusMillis(1)).isComplete()).isFalse();
    assertThat(see(START.plus(DOWN_AFTER)).isComplete()).isTrue();
    assertThat(see(START.plus(DOWN_AFTER).plusSeconds(1)).actual().hosts())
        .as("it is nobody's host any more")
        .extracting(host -> host.host().name())
        .containsExactly("h1", "h2");
  }

  @Test
  void aHostThatRanSomethingBeforeIsWaitedForNoLongerOnceItAnswers() {
    memory.expect(Set.of("h9"));
    see(START);
    seen.host("h9");
    live = Set.of("h1", "h2", "h9");
    memory.hosts(List.of(Seen.named("h1"), Seen.named("h2"), Seen.named("h9")));

    assertThat(see(START.plusSeconds(3)).isComplete()).isTrue();
  }

  @Test
  void whatIsKnownOfASilentHostIsEnough() {
    memory.hosts(List.of(Seen.named("h1"), Seen.named("h2")));
    see(START);
    seen.silent("h1");

    assertThat(see(START.plusSeconds(1)).isComplete()).isTrue();
  }

  @Test
  void theHomeOfAVolumeThatNobodyListsIsAHostThatIsAway() {
    seen.home("app_db_data", "h9");
    see(START);

    ClusterMemory.View view = see(START.plus(DOWN_AFTER));

    assertThat(host("h9", view).state().isDown()).isTrue();
    assertThat(view.isComplete()).isTrue();
  }

  @Test
  void aDrainedHostIsMarkedWhetherItAnswersOrNot() {
    seen.silent("h2");

    ClusterMemory.View view = memory.see(seen.state(), live, Set.of("h1", "h2"), START, START);

    assertThat(host("h1", view).state()).isEqualTo(HostState.UP.withDrained(true));
    assertThat(host("h2", view).state().drained()).isTrue();
  }

  private ClusterMemory.View see(Instant now) {
    return memory.see(seen.state(), live, Set.of(), now, now);
  }

  private static ActualHost host(String name, ClusterMemory.View view) {
    return view.actual().hosts().stream()
        .filter(host -> host.host().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

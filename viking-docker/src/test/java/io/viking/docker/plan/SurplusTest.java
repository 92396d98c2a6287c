package io.viking.docker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualInstance.State;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurplusTest {
  private static final ServiceName WEB = ServiceName.of("app", "web");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Against the plainest way of saying it: one after the other, counting anew each time. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void takesOneAfterTheOtherFromWhereItIsMissedLeast(long seed) {
    Random random = new Random(seed);
    List<Located> instances = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      instances.add(located("h" + random.nextInt(6), i, random));
    }
    int count = random.nextInt(40);

    assertThat(Surplus.of(instances, count)).isEqualTo(oneByOne(instances, count));
  }

  private static List<Located> oneByOne(List<Located> instances, int count) {
    List<Located> left = new ArrayList<>(instances);
    List<Located> gone = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Integer> counts = new HashMap<>();
      left.forEach(located -> counts.merge(located.hostName(), 1, Integer::sum));
      Located next =
          left.stream()
              .max(
                  Comparator.comparing((Located l) -> l.instance().state() == State.RESTARTING)
                      .thenComparing(l -> counts.getOrDefault(l.hostName(), 0))
                      .thenComparing(
                          l -> l.instance().created().orElse(Instant.MAX),
                          Comparator.reverseOrder())
                      .thenComparing(Located::hostName)
                      .thenComparing(Located::id))
              .orElseThrow();
      left.remove(next);
      gone.add(next);
    }
    return gone;
  }

  private static Located located(String host, int number, Random random) {
    Optional<Instant> created =
        random.nextInt(4) == 0
            ? Optional.empty()
            : Optional.of(START.plusSeconds(random.nextInt(20)));
    return new Located(
        ActualHost.builder().host(Host.of(host, "10.0.0.1", "tcp://10.0.0.1:2376")).build(),
        ActualInstance.builder()
            .id(new InstanceId(WEB, Pid.of(String.format(Locale.ROOT, "%06x", number))))
            .state(random.nextInt(5) == 0 ? State.RESTARTING : State.RUNNING)
            .specHash("")
            .imageId("")
            .created(created)
            .build());
  }
}

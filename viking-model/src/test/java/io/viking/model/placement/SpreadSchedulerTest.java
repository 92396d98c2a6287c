package io.viking.model.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpreadSchedulerTest {
  private static final ServiceName WEB = ServiceName.of("app", "web");
  private static final ServiceName API = ServiceName.of("app", "api");

  @Test
  void prefersTheHostWithTheFewestInstancesOfTheService() {
    Host chosen = place(load("a", 1, 0), load("b", 0, 9));

    assertThat(chosen.name()).isEqualTo("b");
  }

  @Test
  void thenTheHostWithTheFewestInstancesInAll() {
    Host chosen = place(load("a", 1, 5), load("b", 1, 4));

    assertThat(chosen.name()).isEqualTo("b");
  }

  @Test
  void thenTheFirstByName() {
    Host chosen = place(load("b", 1, 1), load("a", 1, 1));

    assertThat(chosen.name()).isEqualTo("a");
  }

  @Test
  void refusesARequestWithoutACandidate() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlacementRequest(WEB, Job.of("web", "i"), List.of()))
        .withMessage("no candidate host for service app/web");
  }

  private static Host place(HostLoad... loads) {
    return new SpreadScheduler()
        .place(new PlacementRequest(WEB, Job.of("web", "nginx"), List.of(loads)));
  }

  private static HostLoad load(String host, int own, int others) {
    return new HostLoad(
        Host.of(host, "10.0.0.1", "tcp://10.0.0.1:2376"),
        Stream.concat(instances(WEB, own), instances(API, others)).toList());
  }

  private static Stream<InstanceId> instances(ServiceName service, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new InstanceId(service, Pid.of(String.format("%06x", i))));
  }
}

package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.placement.ClusterLoad;
import io.viking.model.placement.HostState;
import io.viking.model.placement.Resources;
import io.viking.model.placement.Scheduler;
import io.viking.model.placement.SchedulerContract;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FillUpSchedulerTest extends SchedulerContract {
  @Override
  protected Scheduler scheduler() {
    return new FillUpScheduler();
  }

  @Test
  void fillsTheHostThatIsInUse() {
    ClusterLoad cluster = new ClusterLoad();
    for (String name : new String[] {"a", "b", "c"}) {
      cluster.addHost(
          Host.of(name, "10.0.0.1", "tcp://10.0.0.1:2376"),
          HostState.UP,
          Optional.of(new Resources(8L << 30, 4_000_000_000L)));
    }
    cluster.place(
        "b", new InstanceId(ServiceName.of("app", "api"), Pid.of("00000a")), Resources.NONE);

    Host chosen =
        scheduler().place(cluster.request(ServiceName.of("app", "web"), Job.of("web", "nginx")));

    assertThat(chosen.name()).isEqualTo("b");
  }
}

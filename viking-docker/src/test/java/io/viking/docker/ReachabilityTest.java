package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.Reachability.Awaited;
import io.viking.docker.launch.ImageDetails;
import io.viking.docker.launch.InstanceReport;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ContainerSpec;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import io.viking.ports.PortRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReachabilityTest {
  private static final ExposedPort HTTP = ExposedPort.tcp(80);
  private static final Awaited JOB =
      new Awaited(
          Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376"), id("job", "a00001"), List.of());
  private static final Awaited WEB =
      new Awaited(
          Host.of("node-2", "10.0.0.2", "tcp://10.0.0.2:2376"), id("web", "a00002"), List.of(HTTP));

  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  private final HostTasks tasks = new HostTasks(2);
  private final OneAnswer launcher = new OneAnswer();
  private final BlockingQueue<Awaited> reached = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    launcher.answer.complete(new InstanceReport(State.RUNNING, 0, 0, List.of()));
    tasks.close();
    store.close();
  }

  @Test
  void anEngineThatHangsHoldsUpNobodyElse() throws Exception {
    CompletableFuture<Map<InstanceId, String>> failures = await(JOB, WEB);
    register(WEB);

    assertThat(reached.poll(30, TimeUnit.SECONDS)).isEqualTo(WEB);

    launcher.answer.complete(new InstanceReport(State.RUNNING, 0, 0, List.of()));
    assertThat(reached.poll(30, TimeUnit.SECONDS)).isEqualTo(JOB);
    assertThat(failures.get(30, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void anInstanceThatHasEndedIsToldWithItsLastWords() throws Exception {
    launcher.answer.complete(new InstanceReport(State.STOPPED, 3, 0, List.of("no disk")));

    Map<InstanceId, String> failures = await(WEB).get(30, TimeUnit.SECONDS);

    assertThat(failures.get(WEB.id()))
        .contains("on host node-2", "its process ended with exit code 3", "no disk");
  }

  private CompletableFuture<Map<InstanceId, String>> await(Awaited... instances) {
    Reachability reachability =
        new Reachability(launcher, store.endpoints(), tasks, Duration.ofMinutes(1));
    return CompletableFuture.supplyAsync(
        () -> reachability.await(List.of(instances), Set.of(), reached::add));
  }

  private void register(Awaited instance) {
    store
        .endpoints()
        .register(
            new Endpoint(
                "app_web_80", instance.id().serviceId(HTTP), new HostAndPort("10.0.0.2", 32768)));
  }

  private static InstanceId id(String job, String pid) {
    return new InstanceId(ServiceName.of("app", job), Pid.of(pid));
  }

  /** Says the same of all instances, and nothing before it is told what. */
  private static final class OneAnswer implements Launcher {
    private final CompletableFuture<InstanceReport> answer = new CompletableFuture<>();

    @Override
    public Optional<InstanceReport> report(Host host, InstanceId instance) {
      return Optional.of(answer.join());
    }

    @Override
    public Optional<InstanceReport> glance(Host host, InstanceId instance) {
      return report(host, instance)
          .map(r -> new InstanceReport(r.state(), r.exitCode(), r.restarts(), List.of()));
    }

    @Override
    public ActualHost inspect(Host host) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ImageDetails> image(Host host, String image) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void pull(Host host, String image) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void start(Host host, ContainerSpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(Host host, InstanceId instance, Duration grace) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}

package io.viking.docker.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.FakeEngine;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DockerLauncherTest {
  // An engine with the log driver 'none' refuses to read what a container has printed.
  @Test
  void reportsAnInstanceWhoseOutputTheEngineDoesNotKeep() throws Exception {
    InstanceId id = new InstanceId(ServiceName.of("shared", "mongo"), Pid.of("a6df32"));

    try (FakeEngine engine = new FakeEngine();
        DockerLauncher launcher = DockerLauncher.create()) {
      engine.put(FakeContainer.running(id.containerName()));
      Host host = Host.of("node-1", "10.0.0.1", engine.address());

      assertThat(launcher.report(host, id))
          .hasValueSatisfying(report -> assertThat(report.state()).isEqualTo(State.RUNNING));
    }
  }
}

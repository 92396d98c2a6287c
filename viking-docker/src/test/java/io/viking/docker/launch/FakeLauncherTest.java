package io.viking.docker.launch;

import io.viking.docker.plan.ContainerSpec;
import io.viking.model.ExposedPort;
import io.viking.model.Host;

class FakeLauncherTest extends LauncherContract {
  private final Host host = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  private final FakeLauncher launcher =
      FakeLauncher.create().withImage(host, IMAGE, ExposedPort.udp(7001), ExposedPort.tcp(7000));

  @Override
  protected Launcher launcher() {
    return launcher;
  }

  @Override
  protected Host host() {
    return host;
  }

  @Override
  protected ContainerSpec unstartable(ContainerSpec spec) {
    launcher.failStarts(candidate -> candidate.instance().equals(spec.instance()));
    return spec;
  }
}

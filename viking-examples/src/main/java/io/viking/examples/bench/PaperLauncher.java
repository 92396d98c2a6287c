package io.viking.examples.bench;

import io.viking.docker.launch.ImageDetails;
import io.viking.docker.launch.InstanceReport;
import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.ContainerSpec;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Engines that report what they were given, and start nothing. */
final class PaperLauncher implements Launcher {
  private final Map<String, ActualHost> hosts = new HashMap<>();

  PaperLauncher(ActualState actual) {
    actual.hosts().forEach(host -> hosts.put(host.host().name(), host));
  }

  @Override
  public ActualHost inspect(Host host) {
    return Optional.ofNullable(hosts.get(host.name()))
        .orElseThrow(() -> new LaunchException(host, "host '" + host + "' is not known", null));
  }

  @Override
  public Optional<ImageDetails> image(Host host, String image) {
    return Optional.of(new ImageDetails(image, List.of()));
  }

  @Override
  public void pull(Host host, String image) {
    throw refused(host);
  }

  @Override
  public void start(Host host, ContainerSpec spec) {
    throw refused(host);
  }

  @Override
  public void remove(Host host, InstanceId instance, Duration grace) {
    throw refused(host);
  }

  @Override
  public Optional<InstanceReport> report(Host host, InstanceId instance) {
    return Optional.empty();
  }

  @Override
  public void close() {}

  private static LaunchException refused(Host host) {
    return new LaunchException(host, "host '" + host + "' is only there to be planned for", null);
  }
}

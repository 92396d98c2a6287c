package io.viking.docker.launch;

import io.viking.docker.engine.NewContainer;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Mount;
import java.util.List;
import java.util.Optional;

/** Container specs in the engine's terms. The host name is left to the engine, as Docker does. */
final class Containers {
  private Containers() {}

  static NewContainer of(
      ContainerSpec spec, Optional<String> publishAddress, List<String> extraHosts) {
    return NewContainer.builder()
        .name(spec.instance().containerName())
        .image(spec.image())
        .command(spec.command())
        .entrypoint(spec.entrypoint())
        .environment(spec.environment())
        .labels(spec.labels())
        .ports(spec.ports())
        .publishAddress(publishAddress)
        .binds(spec.mounts().stream().map(Mount::toString).toList())
        .extraHosts(extraHosts)
        .cwd(spec.cwd())
        .user(spec.user())
        .memory(spec.memory())
        .cpus(spec.cpus())
        .restart(spec.restart())
        .build();
  }
}

package io.viking.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import io.viking.model.RestartPolicy.Mode;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Our values as the engine's create call. Never sets links: engine 30 has none. */
final class ContainerWriter {
  private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);

  /** Without {@code exec} no library could be loaded from there. */
  private static final String MEMORY_FOLDER = "exec,nosuid,nodev,mode=1777,size=64m";

  private ContainerWriter() {}

  static CreateContainerCmd command(DockerClient docker, NewContainer container) {
    CreateContainerCmd command =
        docker
            .createContainerCmd(container.image())
            .withName(container.name())
            .withEnv(
                container.environment().entrySet().stream()
                    .map(variable -> variable.getKey() + "=" + variable.getValue())
                    .toList())
            .withLabels(container.labels())
            .withExposedPorts(exposed(container))
            .withVolumes(container.ownVolumes().stream().map(Volume::new).toList())
            .withHostConfig(hostConfig(container));
    container.command().ifPresent(command::withCmd);
    container.entrypoint().ifPresent(command::withEntrypoint);
    container.cwd().ifPresent(command::withWorkingDir);
    container.user().ifPresent(command::withUser);
    return command;
  }

  private static HostConfig hostConfig(NewContainer container) {
    HostConfig config =
        HostConfig.newHostConfig()
            .withPortBindings(bindings(container))
            .withBinds(container.binds().stream().map(Bind::parse).toList())
            .withMounts(container.flatBinds().stream().map(ContainerWriter::flat).toList())
            .withExtraHosts(container.extraHosts().toArray(String[]::new))
            .withCapAdd(
                container.capabilities().stream()
                    .map(Capability::valueOf)
                    .toArray(Capability[]::new))
            .withRestartPolicy(restart(container.restart()));
    if (container.confined()) {
      config
          .withCapDrop(Capability.ALL)
          .withSecurityOpts(List.of("no-new-privileges"))
          .withReadonlyRootfs(true);
    }
    if (!container.memoryFolders().isEmpty()) {
      config.withTmpFs(
          container.memoryFolders().stream()
              .collect(Collectors.toMap(Function.identity(), folder -> MEMORY_FOLDER)));
    }
    container.networkMode().ifPresent(config::withNetworkMode);
    container.memory().ifPresent(config::withMemory);
    container.cpus().ifPresent(cpus -> config.withNanoCPUs(cpus.multiply(NANO).longValue()));
    return config;
  }

  static RestartPolicy restart(io.viking.model.RestartPolicy policy) {
    return policy.mode() == Mode.NO ? new NoRestart() : RestartPolicy.parse(policy.toString());
  }

  private static Mount flat(String folder) {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(folder)
        .withTarget(folder)
        .withBindOptions(new FlatBindOptions());
  }

  private static List<ExposedPort> exposed(NewContainer container) {
    return container.ports().stream().map(ContainerWriter::port).toList();
  }

  private static Ports bindings(NewContainer container) {
    Ports ports = new Ports();
    String address = container.publishAddress().orElse(null);
    exposed(container).forEach(port -> ports.bind(port, new Ports.Binding(address, "0")));
    return ports;
  }

  private static ExposedPort port(io.viking.model.ExposedPort port) {
    return new ExposedPort(port.number(), InternetProtocol.parse(port.protocol().lower()));
  }
}

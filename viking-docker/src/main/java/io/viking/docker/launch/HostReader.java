package io.viking.docker.launch;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.ContainerSummary;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.Labels;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.JobName;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what an engine reports, read by viking's labels. */
final class HostReader {
  private HostReader() {}

  static ActualHost read(Host host, EngineClient engine, JobDefinitions definitions) {
    List<ActualInstance> instances =
        engine.summaries(Labels.STACK).stream()
            .flatMap(container -> instance(container, definitions).stream())
            .sorted(Comparator.comparing(ActualInstance::id))
            .toList();
    return ActualHost.builder()
        .host(host)
        .instances(instances)
        .volumes(engine.volumes())
        .images(engine.images())
        .capacity(engine.capacity())
        .bridgeAddress(engine.bridgeGateways().preferred())
        .build();
  }

  static ActualInstance.State state(ContainerFacts.State state) {
    return switch (state) {
      case CREATED -> ActualInstance.State.CREATED;
      case RUNNING -> ActualInstance.State.RUNNING;
      case RESTARTING -> ActualInstance.State.RESTARTING;
      case PAUSED, REMOVING, EXITED, DEAD -> ActualInstance.State.STOPPED;
    };
  }

  private static Optional<ActualInstance> instance(
      ContainerSummary container, JobDefinitions definitions) {
    Map<String, String> labels = container.labels();
    return id(labels)
        .map(
            id ->
                ActualInstance.builder()
                    .id(id)
                    .state(state(container.state()))
                    .specHash(labels.getOrDefault(Labels.SPEC, ""))
                    .definition(
                        Optional.ofNullable(labels.get(Labels.DEFINITION))
                            .flatMap(json -> definitions.read(id.service().job(), json)))
                    .imageId(container.imageId())
                    .created(container.created())
                    .build());
  }

  /** Empty where a person gave a container of their own one of viking's labels. */
  private static Optional<InstanceId> id(Map<String, String> labels) {
    try {
      return Optional.of(
          new InstanceId(
              new ServiceName(
                  StackName.of(labels.getOrDefault(Labels.STACK, "")),
                  JobName.of(labels.getOrDefault(Labels.JOB, ""))),
              Pid.of(labels.getOrDefault(Labels.PID, ""))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

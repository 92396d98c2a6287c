package io.viking.docker.plan;

import io.viking.links.Backend;
import io.viking.links.LinkEnvironment;
import io.viking.links.LinkTranslator;
import io.viking.links.LinkedService;
import io.viking.model.ExposedPort;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.Link;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import io.viking.model.VolumeMount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes the container specs of one desired state. */
final class ContainerSpecs {
  /** Stands for the pid in what is hashed. */
  static final Pid NO_PID = Pid.of("000000");

  private static final Pid OTHER_PID = Pid.of("ffffff");

  private final DesiredState desired;
  private final Function<Job, String> definitions;

  /**
   * @param definitions writes a job as JSON, for the label that actual state is read from
   */
  ContainerSpecs(DesiredState desired, Function<Job, String> definitions) {
    this.desired = desired;
    this.definitions = definitions;
  }

  /** What all containers of that service have in common. */
  ServiceTemplate template(ServiceName service, Job job) {
    LinkEnvironment environment = environment(service, job, NO_PID);
    ContainerSpec spec = spec(new InstanceId(service, NO_PID), job, environment);
    return new ServiceTemplate(
        spec,
        environment.clashes(),
        SpecHash.of(spec, job),
        () -> environment(service, job, OTHER_PID).variables(),
        () -> definitions.apply(job));
  }

  /** The variables of an instance of that pid, and where the job's own take precedence. */
  LinkEnvironment environment(ServiceName service, Job job, Pid pid) {
    InstanceId instance = new InstanceId(service, pid);
    return LinkEnvironment.of(
        instance.containerName(),
        LinkTranslator.variables(
            instance.containerName(),
            job.links().stream().map(link -> linked(link, service.stack())).toList(),
            desired.ports(),
            desired.backend()),
        LinkTranslator.serviceVariables(instance, ports(job)),
        job.environment());
  }

  /** The settled ports of a job. */
  static List<ExposedPort> ports(Job job) {
    return job.expose()
        .orElseThrow(
            () ->
                new IllegalStateException("the ports of job '" + job.name() + "' are not settled"));
  }

  private LinkedService linked(Link link, StackName own) {
    ServiceName target = link.target(own);
    Job job =
        desired
            .catalog()
            .find(target)
            .orElseThrow(
                () -> new IllegalStateException("'" + target.path() + "' is not in the catalog"));
    return LinkedService.builder()
        .link(link)
        .target(target)
        .ports(ports(job))
        .targetEnvironment(job.environment())
        .build();
  }

  private ContainerSpec spec(InstanceId instance, Job job, LinkEnvironment environment) {
    ContainerSpec.Builder spec =
        ContainerSpec.builder()
            .instance(instance)
            .image(job.image())
            .command(job.command())
            .entrypoint(job.entrypoint())
            .environment(environment.variables())
            .labels(labels(instance, job))
            .ports(ports(job))
            .cwd(job.cwd())
            .user(job.user())
            .memory(job.memory())
            .cpus(job.cpus())
            .restart(job.restart());
    job.volumes().forEach(volume -> spec.addMounts(mount(volume, instance.service())));
    if (!job.links().isEmpty()) {
      spec.addExtraHosts(Backend.HOST_NAME + ":host-gateway");
    }
    return spec.build();
  }

  private Map<String, String> labels(InstanceId instance, Job job) {
    Map<String, String> labels = new LinkedHashMap<>(job.labels());
    labels.put(Labels.STACK, instance.service().stack().value());
    labels.put(Labels.JOB, instance.service().job().value());
    labels.put(Labels.PID, instance.pid().value());
    return labels;
  }

  private static Mount mount(VolumeMount volume, ServiceName service) {
    return new Mount(
        volume.volumeName(service).or(volume::source).orElseThrow(),
        volume.target(),
        volume.readOnly());
  }
}

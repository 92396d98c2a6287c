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
import io.viking.model.SecretSource;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import io.viking.model.VolumeMount;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
        own(job));
  }

  /** The job's own variables, with where it is found in the place of each secret value. */
  private static Map<String, String> own(Job job) {
    Map<String, String> own = new LinkedHashMap<>(job.environment());
    job.secrets().forEach((name, source) -> own.put(name, source.placeholder()));
    return own;
  }

  /** The variables of a service that are secrets, its own and those that its links copy. */
  SortedMap<String, SecretOrigin> secrets(ServiceName service, Job job) {
    SortedMap<String, SecretOrigin> secrets = new TreeMap<>();
    for (Link link : job.links()) {
      ServiceName target = link.target(service.stack());
      Map<String, SecretSource> sources = job(target).secrets();
      LinkTranslator.copiedVariables(link, sources.keySet())
          .forEach(
              (copy, name) ->
                  Optional.ofNullable(sources.get(name))
                      .ifPresent(
                          source -> secrets.put(copy, new SecretOrigin(target, name, source))));
    }
    secrets.keySet().removeAll(job.environment().keySet());
    job.secrets()
        .forEach((name, source) -> secrets.put(name, new SecretOrigin(service, name, source)));
    return secrets;
  }

  private Secret secret(SecretOrigin origin) {
    return Optional.ofNullable(desired.secrets().get(origin.service()))
        .flatMap(secrets -> Optional.ofNullable(secrets.get(origin.variable())))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "secret " + origin.variable() + " of '" + origin.service() + "' is not read"));
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
    Job job = job(target);
    return LinkedService.builder()
        .link(link)
        .target(target)
        .ports(ports(job))
        .targetEnvironment(own(job))
        .build();
  }

  private Job job(ServiceName service) {
    return desired
        .catalog()
        .find(service)
        .orElseThrow(
            () -> new IllegalStateException("'" + service.path() + "' is not in the catalog"));
  }

  private ContainerSpec spec(InstanceId instance, Job job, LinkEnvironment environment) {
    SortedMap<String, Secret> secrets = new TreeMap<>();
    secrets(instance.service(), job).forEach((name, origin) -> secrets.put(name, secret(origin)));
    ContainerSpec.Builder spec =
        ContainerSpec.builder()
            .instance(instance)
            .image(job.image())
            .command(job.command())
            .entrypoint(job.entrypoint())
            .environment(environment.variables())
            .secrets(secrets)
            .labels(labels(instance, job, secrets.keySet()))
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

  private static Map<String, String> labels(
      InstanceId instance, Job job, Collection<String> secrets) {
    Map<String, String> labels = new LinkedHashMap<>(job.labels());
    labels.put(Labels.STACK, instance.service().stack().value());
    labels.put(Labels.JOB, instance.service().job().value());
    labels.put(Labels.PID, instance.pid().value());
    if (!secrets.isEmpty()) {
      labels.put(Labels.SECRETS, String.join(" ", secrets));
    }
    return labels;
  }

  private static Mount mount(VolumeMount volume, ServiceName service) {
    return new Mount(
        volume.volumeName(service).or(volume::source).orElseThrow(),
        volume.target(),
        volume.readOnly());
  }
}

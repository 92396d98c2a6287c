package io.viking.docker;

import io.viking.docker.plan.ContainerSpec;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import io.viking.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The hosts and the jobs of a simulation: with tags, volumes, links, and versions that fail. */
final class SimulatedJobs {
  private final SimulatedFolder folder;
  private final Random random;
  private final Consumer<ServiceName> edited;
  private int version;

  /**
   * @param edited is told whose file changes
   */
  SimulatedJobs(SimulatedFolder folder, Random random, Consumer<ServiceName> edited) {
    this.folder = folder;
    this.random = random;
    this.edited = edited;
  }

  /** Six hosts; half of them have a fast disk, and two are big. */
  static List<Host> hosts() {
    List<Host> hosts = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      Host.Builder host =
          Host.builder().name("h" + i).address("10.0.0." + i).engine("tcp://10.0.0." + i + ":2376");
      if (i % 2 == 0) {
        host.addTags("ssd");
      }
      if (i == 1 || i == 6) {
        host.addTags("big");
      }
      hosts.add(host.build());
    }
    return hosts;
  }

  void writeAll() {
    for (String stack : List.of("base", "app", "lab")) {
      for (int i = 0; i < 4; i++) {
        write(new ServiceName(StackName.of(stack), JobName.of("job-" + i)), "");
      }
    }
  }

  ServiceName any() {
    List<ServiceName> services = folder.services();
    return services.get(random.nextInt(services.size()));
  }

  /** A new version, one that fails, or another number of instances. */
  void edit() {
    int kind = random.nextInt(8);
    write(
        any(), kind == 0 ? SimulatedPatience.FAILING : kind == 1 ? SimulatedPatience.CRASHING : "");
  }

  void addOrDelete() {
    ServiceName extra =
        new ServiceName(any().stack(), JobName.of("job-" + (4 + random.nextInt(2))));
    if (folder.services().contains(extra)) {
      folder.delete(extra);
      edited.accept(extra);
    } else {
      write(extra, "");
    }
  }

  /** People give up what does not work. */
  void mendVersions() {
    folder
        .files()
        .forEach(
            (service, job) -> {
              if (job.environment().getOrDefault("VERSION", "").contains("-")) {
                write(service, "");
              }
            });
  }

  boolean isCrashing(ContainerSpec spec) {
    return version(spec).startsWith(SimulatedPatience.CRASHING);
  }

  boolean isFailing(ContainerSpec spec) {
    return version(spec).startsWith(SimulatedPatience.FAILING);
  }

  private static String version(ContainerSpec spec) {
    return spec.environment().getOrDefault("VERSION", "");
  }

  private void write(ServiceName service, String kind) {
    int number = service.job().value().charAt(4) - '0';
    version += random.nextInt(2);
    Job.Builder job =
        Job.builder()
            .name(service.job())
            .image("any:1")
            .expose(List.of(ExposedPort.tcp(80)))
            .putEnvironment("VERSION", kind + version);
    if (number == 3) {
      job.addVolumes(VolumeMount.parse("/data"));
      if (service.stack().value().equals("lab")) {
        job.addFilter("ssd");
      }
    } else {
      job.scale(1 + random.nextInt(8));
      if (number == 2) {
        job.filter(
            List.of(List.of("ssd"), List.of("big"), List.<String>of()).get(random.nextInt(3)));
      }
      job.addLinks(Link.parse(service.stack().value().equals("app") ? "base/job-3" : "job-3"));
    }
    folder.write(service.stack(), job.build());
    edited.accept(service);
  }
}

package io.viking.docker;

import io.viking.docker.plan.Plan;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Stack;
import io.viking.model.VolumeMount;
import io.viking.ports.EtcdOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that deploys one version of a stack and is killed meanwhile. Prints a line for each
 * step, and {@code done} or {@code failed} with the reason at its end.
 */
final class DeployingProgram {
  /** Short, so that little of a test is spent waiting for the lock of a dead process. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private static final String IMAGE = "test/plain";

  private DeployingProgram() {}

  /**
   * Deploys.
   *
   * @param arguments etcd, engine, the host's address, deployment folder, version, grace in ms
   */
  public static void main(String[] arguments) {
    try (Viking viking =
        builder(arguments[0], arguments[1], arguments[2], Path.of(arguments[3]))
            .stopGrace(Duration.ofMillis(Long.parseLong(arguments[5])))
            .progress(event -> say(event.phase() + " " + event.instance()))
            .build()) {
      say("begin");
      Plan plan = viking.deploy(stack(Integer.parseInt(arguments[4]))).plan();
      say("done " + plan.starts().size());
    } catch (RuntimeException e) {
      say("failed " + e);
      System.exit(1);
    }
  }

  @SuppressWarnings("SystemOut")
  private static synchronized void say(String line) {
    System.out.println(line.replace('\n', ' '));
    System.out.flush();
  }

  /** How every deployer of the test reaches the cluster. */
  static VikingBuilder builder(String etcd, String engine, String address, Path folder) {
    return Viking.builder()
        .etcd(
            EtcdOptions.builder()
                .addEndpoints(etcd)
                .deadline(Duration.ofSeconds(10))
                .leaseTtl(LEASE)
                .build())
        .host(Host.of("node-1", address, engine))
        .deploymentFolder(folder)
        .startTimeout(Duration.ofSeconds(60))
        .lockWait(Duration.ofSeconds(60));
  }

  /** Each version differs from the next in what all its containers have, and in its jobs. */
  static Stack stack(int version) {
    Job db = job("db", version, "5000").addVolumes(VolumeMount.parse("/data")).build();
    Job auth = job("auth", version, "80").build();
    Job.Builder web =
        job("web", version, "80").addLinks(Link.parse("db")).addLinks(Link.parse("auth"));
    return version % 2 == 0
        ? Stack.of("app", db, auth, web.scale(2).build(), front("front", version))
        : Stack.of("app", db, auth, web.scale(3).build(), front("side", version));
  }

  private static Job front(String name, int version) {
    return job(name, version, "8080").addLinks(Link.parse("web")).build();
  }

  /** A process that is deaf to SIGTERM: each stop takes its whole grace. */
  private static Job.Builder job(String name, int version, String port) {
    return Job.builder()
        .name(JobName.of(name))
        .image(IMAGE)
        .expose(List.of(ExposedPort.tcp(Integer.parseInt(port))))
        .environment(Map.of("VERSION", Integer.toString(version)))
        .command(List.of("sh", "-c", "exec httpd -f -p " + port + " -h /tmp"));
  }
}

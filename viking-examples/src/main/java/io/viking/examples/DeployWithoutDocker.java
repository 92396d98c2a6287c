package io.viking.examples;

import io.viking.docker.Deployment;
import io.viking.docker.Viking;
import io.viking.docker.ambassador.Ambassador;
import io.viking.docker.ambassador.AmbassadorOptions;
import io.viking.docker.ambassador.Links;
import io.viking.docker.ambassador.PortKey;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.model.Stack;
import io.viking.model.placement.Scheduler;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Deploys through a scheduler and a launcher of its own; there is no Docker in it anywhere. */
public final class DeployWithoutDocker {
  private static final Scheduler LAST_HOST_FIRST =
      request -> request.candidates().get(request.candidates().size() - 1).host();

  private DeployWithoutDocker() {}

  /** Prints where each instance runs, and what auth answers on its allocated port. */
  public static void main(String[] arguments) throws IOException {
    List<Host> hosts =
        List.of(
            Host.of("red", "127.0.0.1", "tcp://red:1"),
            Host.of("blue", "127.0.0.1", "tcp://blue:1"));
    Job auth = job("auth").build();
    Job web = job("web").addLinks(Link.parse("auth")).build();
    Path folder = Files.createTempDirectory("viking-example");
    ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
    hosts.forEach(store.hosts()::announce);
    try (Viking viking =
        Viking.builder()
            .store(store)
            .hosts(hosts)
            .scheduler(LAST_HOST_FIRST)
            .launcher(new OwnLauncher(store))
            .deploymentFolder(folder)
            .build()) {
      Deployment deployment = viking.deploy(Stack.of("app", auth, web));
      deployment.instances().forEach(System.out::println);
      System.out.print(ask(store, new ServicePort(auth(deployment), ExposedPort.tcp(80))));
    }
  }

  private static Job.Builder job(String name) {
    return Job.builder()
        .name(JobName.of(name))
        .image("in-process")
        .expose(List.of(ExposedPort.tcp(80)));
  }

  private static ServiceName auth(Deployment deployment) {
    return deployment.instances().get(0).id().service();
  }

  /** Connects as web would: to the allocated port, where an ambassador leads to a live instance. */
  private static String ask(ClusterStore store, ServicePort port) throws IOException {
    int allocated = store.ports().allocate(port);
    AmbassadorOptions options =
        AmbassadorOptions.builder()
            .bindAddress(InetAddress.getLoopbackAddress())
            .links(Links.OPEN)
            .build();
    try (Ambassador ambassador = Ambassador.start(options)) {
      ambassador.endpoints(store.endpoints().snapshot());
      ambassador.listeners(Map.of(PortKey.tcp(allocated), port.registryName()));
      URI address = URI.create("http://127.0.0.1:" + allocated + "/");
      try (var answer = address.toURL().openStream()) {
        return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}

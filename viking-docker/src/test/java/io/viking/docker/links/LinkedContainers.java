package io.viking.docker.links;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Link;
import io.viking.docker.testing.PrivateEngine;
import io.viking.model.ExposedPort;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two containers of a real engine, the second with a {@code --link} to the first. */
final class LinkedContainers implements AutoCloseable {
  private static final String IMAGE = "links/busybox";

  private final DockerClient docker;
  private final String target;
  private final List<String> containers = new ArrayList<>();

  private LinkedContainers(DockerClient docker, String target) {
    this.docker = docker;
    this.target = target;
    containers.add(target);
  }

  /** Starts a container of that name which exposes these ports and has these variables. */
  static LinkedContainers start(
      PrivateEngine engine, String name, List<ExposedPort> ports, Map<String, String> environment) {
    DockerClient docker = engine.client();
    String id =
        docker
            .createContainerCmd(engine.image(IMAGE))
            .withName(name)
            .withExposedPorts(ports.stream().map(LinkedContainers::dockerPort).toList())
            .withEnv(assignments(environment))
            .exec()
            .getId();
    docker.startContainerCmd(id).exec();
    return new LinkedContainers(docker, id);
  }

  /** The address of the container that is linked to. */
  String address() {
    InspectContainerResponse response = docker.inspectContainerCmd(target).exec();
    return response.getNetworkSettings().getNetworks().values().stream()
        .findFirst()
        .map(ContainerNetwork::getIpAddress)
        .orElseThrow();
  }

  /**
   * The environment of a container of that name that is linked to the first one, as its own process
   * sees it.
   */
  Map<String, String> environment(String consumer, String alias, Map<String, String> own) {
    String id =
        docker
            .createContainerCmd(IMAGE)
            .withName(consumer)
            .withEnv(assignments(own))
            .withHostConfig(HostConfig.newHostConfig().withLinks(new Link(target, alias)))
            .withCmd("env", "-0")
            .exec()
            .getId();
    containers.add(0, id);
    docker.startContainerCmd(id).exec();
    docker.waitContainerCmd(id).start().awaitStatusCode(20, TimeUnit.SECONDS);
    return variables(output(id));
  }

  @Override
  public void close() {
    containers.forEach(id -> docker.removeContainerCmd(id).withForce(true).exec());
  }

  private static com.github.dockerjava.api.model.ExposedPort dockerPort(ExposedPort port) {
    return com.github.dockerjava.api.model.ExposedPort.parse(port.toString());
  }

  private static List<String> assignments(Map<String, String> variables) {
    return variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private String output(String id) {
    StringBuilder output = new StringBuilder();
    ResultCallback.Adapter<Frame> frames =
        new ResultCallback.Adapter<>() {
          @Override
          public void onNext(Frame frame) {
            output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
          }
        };
    try {
      docker
          .logContainerCmd(id)
          .withStdOut(true)
          .exec(frames)
          .awaitCompletion(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading the output of " + id, e);
    }
    return output.toString();
  }

  private static Map<String, String> variables(String output) {
    return Stream.of(output.split("\0"))
        .filter(variable -> !variable.isEmpty())
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> b, TreeMap::new));
  }
}

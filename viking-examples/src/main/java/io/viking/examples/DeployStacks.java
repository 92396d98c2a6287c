package io.viking.examples;

import io.viking.docker.Deployment;
import io.viking.docker.Viking;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.yaml.HostsFile;
import io.viking.model.yaml.StackParser;
import java.nio.file.Path;

/**
 * Deploys two stack files: {@code DeployStacks ETCD HOSTS-FILE SHARED-FILE APP-FILE}. For one host
 * without etcd, leave out {@code etcd} and {@code hosts}.
 */
public final class DeployStacks {
  private DeployStacks() {}

  /** Prints where each container runs. */
  public static void main(String[] arguments) {
    try (Viking viking =
        Viking.builder().etcd(arguments[0]).hosts(HostsFile.read(Path.of(arguments[1]))).build()) {
      Stack shared = StackParser.create().parse(StackName.of("shared"), Path.of(arguments[2]));
      Stack app = StackParser.create().parse(StackName.of("app"), Path.of(arguments[3]));
      Deployment deployment = viking.deploy(shared, app);
      deployment.instances().forEach(System.out::println);
    }
  }
}

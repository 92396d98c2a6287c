package io.viking.examples.bench;

import io.viking.model.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hosts of the test bed and an etcd, ended when it is closed. */
final class Bed implements AutoCloseable {
  /** How long any one thing that is done to it may take. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  private static final String OWNER = "viking-bench";

  private final Path examples;

  private Bed(Path examples) {
    this.examples = examples;
  }

  /**
   * Starts it, with so many hosts.
   *
   * @param examples the folder viking-examples, where the script is
   * @throws BenchmarkException if it does not come up, or its number is somebody else's
   */
  static Bed up(Path examples, int hosts) {
    requireOurs();
    Bed bed = new Bed(examples);
    try {
      bed.script("up", Integer.toString(hosts));
      return bed;
    } catch (BenchmarkException e) {
      bed.close();
      throw e;
    }
  }

  /** `up` removes an older test bed of that id: it should be one of ours. */
  private static void requireOurs() {
    Path beds =
        Path.of(
            Optional.ofNullable(System.getenv("VIKING_TESTBED_DIR"))
                .orElse("/var/tmp/viking-testbed"));
    Path owner = beds.resolve(id()).resolve("owner");
    try {
      if (Files.exists(owner) && !Files.readString(owner).strip().equals(OWNER)) {
        throw new BenchmarkException(
            "test bed %s is somebody else's.\n  Fix: end it: VIKING_TESTBED_ID=%s testbed down"
                .formatted(id(), id()));
      }
    } catch (IOException e) {
      throw new BenchmarkException("cannot read " + owner + ": " + e.getMessage(), e);
    }
  }

  private static String id() {
    return System.getProperty("viking.testbed.id", "7");
  }

  /** Starts an agent on that host; who needs it waits for what it does. */
  Forwarder startAgent(int host, Path log, String... options) {
    List<String> command = command("exec", Integer.toString(host), viking(), "agent");
    command.addAll(List.of(options));
    return Forwarder.start(command, log);
  }

  /**
   * What that host's agent says of itself, which it says to its own host only.
   *
   * @throws InvalidFigureException if it does not answer
   */
  AgentPage page(int host) {
    String page = "http://127.0.0.1:7946/status";
    Tool tool =
        Tool.run(
            LIMIT,
            command("exec", Integer.toString(host), "busybox", "wget", "-q", "-O", "-", page));
    if (tool.code() != 0) {
      throw new InvalidFigureException(
          "the agent of host " + host + " has no status: " + tool.output().strip());
    }
    return new AgentPage(tool.output());
  }

  /** The host's private address. */
  static String address(int host) {
    return "10.20" + id() + ".0." + (100 + host);
  }

  /** The network namespace of that host. */
  static String namespace(int host) {
    return "viking" + id() + "-node-" + host;
  }

  /** That host as viking knows it. */
  static Host host(int number) {
    return Host.of("node-" + number, address(number), "tcp://" + address(number) + ":2375");
  }

  /** The URL of etcd. */
  static String etcd() {
    return "http://10.20" + id() + ".0.2:2379";
  }

  /** Runs the viking command on the first host, to its end. */
  Tool viking(String... words) {
    List<String> command = command("exec", "1", viking());
    command.addAll(List.of(words));
    return Tool.run(LIMIT, command);
  }

  private String viking() {
    return examples.resolve("bin/viking").toString();
  }

  /** What docker answers on that host. */
  String docker(int host, String... words) {
    List<String> command = new ArrayList<>(List.of("exec", Integer.toString(host), "docker"));
    command.addAll(List.of(words));
    return script(command.toArray(String[]::new)).strip();
  }

  /** Unplugs a host from the network. */
  void cut(int host) {
    script("cut", Integer.toString(host));
  }

  /** Plugs it in again. */
  void heal(int host) {
    script("heal", Integer.toString(host));
  }

  private String script(String... words) {
    Tool tool = Tool.run(LIMIT, command(words));
    if (tool.code() != 0) {
      throw new BenchmarkException(
          "'testbed %s' failed: %s".formatted(String.join(" ", words), tool.output().strip()));
    }
    return tool.output();
  }

  private List<String> command(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "VIKING_TESTBED_ID=" + id(),
                "VIKING_TESTBED_OWNER=" + OWNER,
                examples.resolve("testbed").toString()));
    command.addAll(List.of(words));
    return command;
  }

  @Override
  public void close() {
    script("down");
  }
}

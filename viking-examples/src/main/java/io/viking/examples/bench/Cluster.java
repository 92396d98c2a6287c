package io.viking.examples.bench;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Hosts of the test bed with an etcd, an agent each, and a stack: {@code server} on each odd one,
 * {@code client}, which is linked to it, on the second. Ended when it is closed.
 */
final class Cluster implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String OWNER = "bench-ambassador";
  private static final String STACK =
      """
      server: {image: myapp/web, expose: 80, filter: odd, scale: %d}
      client: {image: myapp/web, expose: 80, filter: even, link: server}
      """;

  private final Path examples;
  private final Folder folder;
  private final int hosts;
  private final Map<Integer, Forwarder> agents = new TreeMap<>();

  /** Where the project's examples are, and where logs go. */
  private Cluster(Path examples, Folder folder, int hosts) {
    this.examples = examples;
    this.folder = folder;
    this.hosts = hosts;
  }

  /**
   * Starts it, with so many hosts.
   *
   * @throws BenchmarkException if the test bed, an agent or the stack does not come up
   */
  static Cluster start(Path examples, Folder folder, int hosts) {
    requireOurs();
    Cluster cluster = new Cluster(examples, folder, hosts);
    try {
      cluster.testbed("up", Integer.toString(hosts));
      for (int host = 1; host <= hosts; host++) {
        cluster.startAgent(host);
      }
      cluster.deploy();
      return cluster;
    } catch (BenchmarkException e) {
      cluster.close();
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

  private void deploy() {
    Path file = folder.path().resolve("stack.yml");
    try {
      Files.writeString(file, STACK.formatted((hosts + 1) / 2));
    } catch (IOException e) {
      throw new BenchmarkException("cannot write " + file + ": " + e.getMessage(), e);
    }
    // The agents are not ready at once.
    Tool tool = run("exec", "1", viking(), "deploy", "bench=" + file);
    long end = System.nanoTime() + LIMIT.toNanos();
    while (tool.code() != 0 && System.nanoTime() - end < 0) {
      tool = run("exec", "1", viking(), "deploy", "bench=" + file);
    }
    if (tool.code() != 0) {
      throw new BenchmarkException("the stack is not deployed: " + tool.output());
    }
  }

  private String viking() {
    return examples.resolve("bin/viking").toString();
  }

  /** Starts an agent; who needs it waits for what it does. */
  void startAgent(int host, String... options) {
    List<String> command =
        command("exec", Integer.toString(host), viking(), "agent", "--status=" + status(host));
    command.addAll(List.of(options));
    agents.put(host, Forwarder.start(command, folder.path().resolve("agent-" + host + ".log")));
  }

  /** Where that host's agent serves its status. */
  HostAndPort status(int host) {
    return new HostAndPort(address(host), 7946);
  }

  private static String address(int host) {
    return "10.20" + id() + ".0." + (100 + host);
  }

  Forwarder agent(int host) {
    Forwarder agent = agents.get(host);
    if (agent == null) {
      throw new IllegalArgumentException("host " + host + " has no agent");
    }
    return agent;
  }

  /** What that job's container says under a template of {@code docker inspect}. */
  String inspect(int host, String job, String template) {
    String name =
        docker(
            host, "ps", "--all", "--filter", "label=viking.job=" + job, "--format", "{{.Names}}");
    return docker(host, "inspect", "--format", template, name);
  }

  private String docker(int host, String... words) {
    List<String> command = new ArrayList<>(List.of("exec", Integer.toString(host), "docker"));
    command.addAll(List.of(words));
    return testbed(command.toArray(String[]::new)).strip();
  }

  /** Where the client finds the server: its own host's ambassador. */
  HostAndPort link() {
    String port =
        inspect(2, "client", "{{range .Config.Env}}{{println .}}{{end}}")
            .lines()
            .filter(line -> line.startsWith("SERVER_PORT_80_TCP_PORT="))
            .findFirst()
            .orElseThrow(() -> new BenchmarkException("the client has no link to the server"));
    return new HostAndPort(
        inspect(2, "client", "{{.NetworkSettings.Gateway}}"),
        Integer.parseInt(port.substring(port.indexOf('=') + 1)));
  }

  /** A prober in the client's network. */
  ProberProcess clientProber() {
    long pid = Long.parseLong(inspect(2, "client", "{{.State.Pid}}"));
    return ProberProcess.start(command -> Tool.insideOf(pid, command));
  }

  /** A prober in the network of that host. */
  ProberProcess hostProber(int host) {
    return ProberProcess.start(command -> Tool.inside(namespace(host), command));
  }

  private static String namespace(int host) {
    return "viking" + id() + "-node-" + host;
  }

  /** Lets the first host notice within 10 ms, in the place of 1 s, that an address has come up. */
  void askForNeighboursOften() {
    String settings = "/proc/sys/net/ipv4/neigh/docker0/";
    Tool.demand(
        Tool.inside(namespace(1), List.of("sh", "-c", "echo 10 >" + settings + "retrans_time_ms")));
  }

  /** Asks a host's engine to do something with a container, and waits until it has. */
  void engine(int host, HttpClient http, String container, String action) {
    URI uri = URI.create("http://" + address(host) + ":2375/containers/" + container + action);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 400) {
        throw new InvalidFigureException(action + ": " + answer.body());
      }
    } catch (IOException e) {
      throw new InvalidFigureException(action + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while the engine worked", e);
    }
  }

  /** Unplugs a host from the network. */
  void cut(int host) {
    testbed("cut", Integer.toString(host));
  }

  /** Plugs it in again. */
  void heal(int host) {
    testbed("heal", Integer.toString(host));
  }

  private static String id() {
    return System.getProperty("viking.testbed.id", "7");
  }

  private String testbed(String... words) {
    Tool tool = run(words);
    if (tool.code() != 0) {
      throw new BenchmarkException(
          "'testbed %s' failed: %s".formatted(String.join(" ", words), tool.output().strip()));
    }
    return tool.output();
  }

  private Tool run(String... words) {
    return Tool.run(LIMIT, command(words));
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

  /** Ends all of it. */
  @Override
  public void close() {
    agents.values().forEach(Forwarder::close);
    testbed("down");
  }
}

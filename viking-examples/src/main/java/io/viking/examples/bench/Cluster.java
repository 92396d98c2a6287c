package io.viking.examples.bench;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hosts of the test bed with an etcd, an agent each, and a stack: {@code server} on each odd one,
 * {@code client}, which is linked to it, on the second. Ended when it is closed.
 */
final class Cluster implements AutoCloseable {
  private static final String STACK =
      """
      server: {image: myapp/web, expose: 80, filter: odd, scale: %d}
      client: {image: myapp/web, expose: 80, filter: even, link: server}
      """;

  private final Bed bed;
  private final Folder folder;
  private final int hosts;
  private final Map<Integer, Forwarder> agents = new TreeMap<>();

  private Cluster(Bed bed, Folder folder, int hosts) {
    this.bed = bed;
    this.folder = folder;
    this.hosts = hosts;
  }

  /**
   * Starts it, with so many hosts.
   *
   * @throws BenchmarkException if the test bed, an agent or the stack does not come up
   */
  static Cluster start(Path examples, Folder folder, int hosts) {
    Cluster cluster = new Cluster(Bed.up(examples, hosts), folder, hosts);
    try {
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

  private void deploy() {
    Path file = folder.path().resolve("stack.yml");
    try {
      Files.writeString(file, STACK.formatted((hosts + 1) / 2));
    } catch (IOException e) {
      throw new BenchmarkException("cannot write " + file + ": " + e.getMessage(), e);
    }
    // The agents are not ready at once.
    Tool tool = bed.viking("deploy", "bench=" + file);
    long end = System.nanoTime() + Bed.LIMIT.toNanos();
    while (tool.code() != 0 && System.nanoTime() - end < 0) {
      tool = bed.viking("deploy", "bench=" + file);
    }
    if (tool.code() != 0) {
      throw new BenchmarkException("the stack is not deployed: " + tool.output());
    }
  }

  /** Starts an agent; who needs it waits for what it does. */
  void startAgent(int host, String... options) {
    Path log = folder.path().resolve("agent-" + host + ".log");
    agents.put(host, bed.startAgent(host, log, options));
  }

  /** What that host's agent says of itself. */
  AgentPage page(int host) {
    return bed.page(host);
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
        bed.docker(
            host, "ps", "--all", "--filter", "label=viking.job=" + job, "--format", "{{.Names}}");
    return bed.docker(host, "inspect", "--format", template, name);
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
    return ProberProcess.start(command -> Tool.inside(Bed.namespace(host), command));
  }

  /** Lets the first host notice within 10 ms, in the place of 1 s, that an address has come up. */
  void askForNeighboursOften() {
    String settings = "/proc/sys/net/ipv4/neigh/docker0/";
    Tool.demand(
        Tool.inside(
            Bed.namespace(1), List.of("sh", "-c", "echo 10 >" + settings + "retrans_time_ms")));
  }

  /** Asks a host's engine to do something with a container, and waits until it has. */
  void engine(int host, HttpClient http, String container, String action) {
    new EngineApi(http, host).post(container, action);
  }

  /** Unplugs a host from the network. */
  void cut(int host) {
    bed.cut(host);
  }

  /** Plugs it in again. */
  void heal(int host) {
    bed.heal(host);
  }

  /** Ends all of it. */
  @Override
  public void close() {
    agents.values().forEach(Forwarder::close);
    bed.close();
  }
}

package io.viking.docker;

import io.viking.docker.agent.AgentHost;
import io.viking.docker.agent.HostsEtcd;
import io.viking.docker.agent.SteadyLoad;
import io.viking.docker.reconcile.ClusterEvent;
import io.viking.docker.testing.Await;
import io.viking.docker.testing.ContainerProcess;
import io.viking.docker.testing.PrivateEngine;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.ports.EtcdOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Three hosts with engines and agents, and an etcd. Stack {@code app} has the job {@code web},
 * which answers at once, and {@code slow}, which takes a second; containers of stack {@code load}
 * are linked to them, on one host through the relay only, on the others by whatever path is there.
 */
final class UpdateLab implements AutoCloseable {
  static final StackName APP = StackName.of("app");
  static final int BROKEN = 0;

  /** Its agent has no other path than the relay. */
  static final String RELAYING = "node-1";

  /** Its agent has the kernel path, where the machine has one. */
  static final String BY_KERNEL = "node-2";

  /** Nobody is to be saved by it: what is drained has no request left. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String IMAGE = "test/plain";

  /**
   * The busybox httpd lets 9 connections wait, its nc as many as it has l's. Where one instance
   * answers all and the machine does not let it run for a moment, there are hundreds (with 64,
   * {@code ListenOverflows} of 339 in one update, and 4 requests failed); what comes then is
   * dropped by its host. 1,024 are what comes in 5 s.
   */
  private static final String SERVER =
      "nc -" + "l".repeat(1024) + " -p 80 -e /bin/busybox httpd -i -h /tmp";

  private static final String SLOW =
      "mkdir -p /tmp/cgi-bin && cd /tmp/cgi-bin && printf '#!/bin/sh\\nsleep 1\\n"
          + "printf \"Content-Type: text/plain\\\\r\\\\n\\\\r\\\\nslow\\\\n\"\\n' > index.cgi"
          + " && chmod +x index.cgi && cd .. && exec "
          + SERVER;

  private final List<PrivateEngine> engines;
  private final HostsEtcd etcd;
  private final List<AgentHost> agents;
  private final Viking viking;

  private UpdateLab(
      List<PrivateEngine> engines, HostsEtcd etcd, List<AgentHost> agents, Viking viking) {
    this.engines = engines;
    this.etcd = etcd;
    this.agents = agents;
    this.viking = viking;
  }

  static UpdateLab start(Path folder) {
    List<PrivateEngine> engines =
        List.of(PrivateEngine.start(), PrivateEngine.start(), PrivateEngine.start());
    HostsEtcd etcd = HostsEtcd.start(engines.stream().map(PrivateEngine::testAddress).toList());
    List<AgentHost> agents = new ArrayList<>();
    VikingBuilder builder =
        Viking.builder()
            .etcd(options(etcd))
            .deploymentFolder(folder)
            .startTimeout(SOON)
            .stopGrace(GRACE);
    for (PrivateEngine engine : engines) {
      String name = "node-" + (agents.size() + 1);
      String[] options = agents.isEmpty() ? new String[] {"--data-path=relay"} : new String[0];
      engine.image(IMAGE);
      agents.add(AgentHost.start(engine, name, etcd.at(engine.testAddress()), options));
      builder.host(
          Host.builder()
              .name(name)
              .address(engine.hostAddress())
              .engine(engine.address())
              .addTags(name)
              .build());
    }
    UpdateLab lab = new UpdateLab(engines, etcd, agents, builder.build());
    Await.until(
        SOON,
        () -> "three agents live " + agents.stream().map(AgentHost::log).toList(),
        () -> lab.viking.store().hosts().hosts().size() == engines.size());
    return lab;
  }

  /** On a machine with much to do its answer may take longer than a deployer's patience. */
  private static EtcdOptions options(HostsEtcd etcd) {
    return EtcdOptions.builder()
        .addEndpoints(etcd.at("127.0.0.1"))
        .deadline(Duration.ofSeconds(30))
        .build();
  }

  Viking viking() {
    return viking;
  }

  /** A deployer that gives up on a container soon. */
  Viking impatient(Path folder) {
    VikingBuilder builder =
        Viking.builder()
            .etcd(options(etcd))
            .hosts(viking.hosts())
            .deploymentFolder(folder)
            .startTimeout(Duration.ofSeconds(5))
            .stopGrace(GRACE);
    return builder.build();
  }

  /** That version of what is updated; {@link #BROKEN} never listens, and says why. */
  static Stack app(int version, int scale, int parallelism) {
    String web =
        version == BROKEN
            ? "echo cannot open the database >&2; exec sleep 1000"
            : "echo " + version + " > /tmp/index.html; exec " + SERVER;
    return Stack.of(
        APP,
        Stream.of(
                job("web", web).scale(scale).parallelism(parallelism),
                job("slow", SLOW)
                    .scale(2)
                    .putEnvironment("VERSION", Integer.toString(Math.max(1, version))))
            .map(Job.Builder::build)
            .toList());
  }

  private static Job.Builder job(String name, String command) {
    return Job.builder()
        .name(JobName.of(name))
        .image(IMAGE)
        .expose(List.of(ExposedPort.tcp(80)))
        .command(List.of("sh", "-c", command));
  }

  /** Deploys whom the load comes from. */
  void deployClients() {
    viking.deploy(Stack.of("load", client("relayed", RELAYING), client("other", BY_KERNEL)));
  }

  private static Job client(String name, String host) {
    return Job.builder()
        .name(JobName.of(name))
        .image(IMAGE)
        .expose(List.of())
        .addFilter(host)
        .addLinks(Link.parse("app/web"), Link.parse("app/slow"))
        .build();
  }

  /** Makes a new connection each few milliseconds, from that client's container, by its link. */
  SteadyLoad load(String client, String link, int pauseMillis) {
    InstanceStatus from =
        viking.status().instances().stream()
            .filter(status -> status.instance().id().service().job().value().equals(client))
            .findFirst()
            .orElseThrow();
    AgentHost host = agents.get(from.instance().host().name().charAt("node-".length()) - '1');
    String container = from.instance().id().containerName();
    String prefix = "APP_" + link + "_PORT_80_TCP_PORT=";
    String port =
        host.docker("exec", container, "env")
            .lines()
            .filter(line -> line.startsWith(prefix))
            .findFirst()
            .orElseThrow()
            .substring(prefix.length());
    String address =
        host.docker("exec", container, "cat", "/etc/hosts")
            .lines()
            .filter(line -> line.endsWith("backends"))
            .findFirst()
            .orElseThrow()
            .split("\\s+", -1)[0];
    long pid = ContainerProcess.of(host.docker("inspect", "--format", "{{.Id}}", container));
    return SteadyLoad.start(pid, address, Integer.parseInt(port), pauseMillis);
  }

  /** The running instances of the job. */
  List<InstanceId> instances(String job) {
    return viking.status().instances().stream()
        .map(status -> status.instance().id())
        .filter(id -> id.service().stack().equals(APP) && id.service().job().value().equals(job))
        .toList();
  }

  /** What is updated has these instances on that host. */
  List<InstanceId> instancesOn(String host) {
    return viking.status().instances().stream()
        .filter(status -> status.instance().host().name().equals(host))
        .map(status -> status.instance().id())
        .filter(id -> id.service().stack().equals(APP))
        .toList();
  }

  /**
   * Drains the host while somebody watches the deployment folder, and takes it back when none of
   * what is updated runs there. What else runs there may run nowhere else, and stays.
   *
   * @return what was decided
   */
  List<ClusterEvent> drain(String host) {
    Reconciler reconciler =
        Reconciler.builder(viking).interval(Duration.ofSeconds(1)).build().start();
    try (reconciler) {
      viking.store().hosts().drain(host, "the test");
      Await.until(
          SOON,
          () -> "nothing on " + host + " but had " + instancesOn(host) + reconciler.events(),
          () -> instancesOn(host).isEmpty());
      viking.store().hosts().uncordon(host);
      Await.until(
          SOON,
          () -> host + " taken back in " + reconciler.events(),
          () ->
              reconciler.events().stream()
                  .anyMatch(event -> event.kind() == ClusterEvent.Kind.HOST_UNCORDONED));
    }
    return reconciler.events();
  }

  /**
   * How often connections to an instance of what is updated that runs now were dropped because its
   * server did not take them in time: a fault of the server, which counts as its own.
   */
  long overflows() {
    return viking.status().instances().stream()
        .filter(status -> status.instance().id().service().stack().equals(APP))
        .mapToLong(this::overflows)
        .sum();
  }

  private long overflows(InstanceStatus status) {
    String container = status.instance().id().containerName();
    AgentHost host = agents.get(status.instance().host().name().charAt("node-".length()) - '1');
    long pid = ContainerProcess.of(host.docker("inspect", "--format", "{{.Id}}", container));
    try {
      List<String[]> lines =
          Files.readAllLines(Path.of("/proc/" + pid + "/net/netstat")).stream()
              .filter(line -> line.startsWith("TcpExt:"))
              .map(line -> line.split(" ", -1))
              .toList();
      int column = List.of(lines.get(0)).indexOf("ListenOverflows");
      return Long.parseLong(lines.get(1)[column]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the agents have logged. */
  String logs() {
    return String.join("\n", agents.stream().map(AgentHost::log).toList());
  }

  @Override
  public void close() {
    viking.close();
    agents.forEach(AgentHost::close);
    etcd.close();
    engines.forEach(PrivateEngine::close);
  }
}

package io.viking.examples.cli;

import io.viking.docker.Viking;
import io.viking.docker.bootstrap.AgentImage;
import io.viking.docker.bootstrap.Bootstrap;
import io.viking.docker.bootstrap.BootstrapOptions;
import io.viking.docker.bootstrap.BootstrapResult;
import io.viking.model.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code viking bootstrap}: the agent as a container on every host. */
@Command(
    name = "bootstrap",
    mixinStandardHelpOptions = true,
    description =
        "Starts the agent as a container on every host, from an image that is built from"
            + " this very program. An agent that is up to date is left alone.")
final class BootstrapCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--agent-engine",
      paramLabel = "ADDRESS",
      defaultValue = "${env:VIKING_AGENT_ENGINE}",
      description =
          "Where each agent reaches its own host's engine, {host} standing for the host's name;"
              + " default: where deployers do, with TLS unix:///var/run/docker.sock."
              + " [VIKING_AGENT_ENGINE]")
  private @Nullable String agentEngine;

  @Option(
      names = "--agent-home",
      paramLabel = "FOLDER",
      defaultValue = "${env:VIKING_AGENT_HOME}",
      description =
          "Where each agent keeps its files on its host, {host} standing for the host's name;"
              + " default: --home. [VIKING_AGENT_HOME]")
  private @Nullable Path agentHome;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    BootstrapOptions.Builder chosen =
        BootstrapOptions.builder()
            .etcd(cluster.etcd())
            .baseKey(cluster.key())
            .etcdAccess(cluster.etcdOptions())
            .engine(cluster.engines())
            .stateFolder((agentHome == null ? cluster.home() : agentHome).toAbsolutePath());
    if (agentEngine != null) {
      String address = agentEngine;
      chosen.engineForAgent(host -> address.replace("{host}", host.name()));
    }
    cluster.deadline().ifPresent(text -> chosen.putEnvironment("VIKING_DEADLINE", text));
    try (Viking viking = cluster.viking().build();
        AgentImage image = AgentImage.ofRunningProgram(BootstrapOptions.AGENT_MAIN)) {
      List<Host> hosts = viking.hosts();
      AgentFirewall.variables(System.getenv(), hosts).forEach(chosen::putEnvironment);
      console.note("Starting agents; the first one on a host takes some seconds.");
      List<BootstrapResult> results =
          Bootstrap.create(image, chosen.build()).run(hosts, viking.store().hosts());
      for (BootstrapResult result : results) {
        console.answer(
            result.host()
                + " "
                + result.action().name().toLowerCase(Locale.ROOT)
                + " "
                + result.image());
      }
    }
    return 0;
  }
}

package io.viking.examples.cli;

import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking ports forget}: a host is gone for good, and its containers with it. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    description =
        "Forgets which numbers the containers of a host carry that will not come back, so that"
            + " released ones can be given again.")
final class PortsForgetCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "HOST", description = "The host's name.")
  private String host = "";

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ClusterStore store = cluster.openStore()) {
      if (store.hosts().hosts().stream().anyMatch(live -> live.name().equals(host))) {
        console.note(
            "viking: host '"
                + host
                + "' has a live agent, which would report again.\n"
                + "  Fix: remove its containers and stop its agent first.");
        return ExitCode.SOFTWARE;
      }
      List<String> known = store.hosts().reports().stream().map(HostReport::host).toList();
      if (!store.hosts().forget(host)) {
        console.note(
            "viking: host '" + host + "' has not reported.\n  Hosts that have: " + known + ".");
        return ExitCode.SOFTWARE;
      }
      console.note("Forgot the report of host " + host + ".");
    }
    return ExitCode.OK;
  }
}

package io.viking.examples.cli;

import io.viking.model.yaml.Json;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands have in common that list numbers. */
final class PortsListing {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Prints a JSON list.")
  private boolean json;

  /** The store that is listed. */
  ClusterStore openStore() {
    return cluster.openStore();
  }

  /** Prints the one or the other, as the user wants it. */
  void answer(Supplier<List<Map<String, Object>>> data, Supplier<String> text) {
    Console.of(spec).answer(json ? Json.write(data.get()) : text.get());
  }

  /** The hosts whose containers carry the number, as far as their reports tell. */
  static List<String> hosts(int number, List<HostReport> reports) {
    return reports.stream()
        .filter(report -> report.mayCarry(number))
        .map(report -> report.readable() ? report.host() : report.host() + "?")
        .toList();
  }
}

package io.viking.examples.cli;

import io.viking.docker.LocalHost;
import io.viking.docker.doctor.Doctor;
import io.viking.docker.doctor.DoctorOptions;
import io.viking.docker.doctor.Examination;
import io.viking.model.Finding;
import io.viking.model.Finding.Severity;
import io.viking.model.yaml.Json;
import io.viking.ports.ClusterStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code viking doctor}: says what is wrong with the cluster. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at engines, store, agents and allocated ports, and says what is wrong and how to mend"
          + " it. Changes nothing.",
      "Exit code 0 if there is no error, whatever the warnings; 1 if there is one."
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Prints {\"errors\", \"warnings\", \"findings\": [..]}.")
  private boolean json;

  @Override
  public Integer call() {
    Examination examination;
    try (ClusterStore store = cluster.openStore()) {
      examination =
          Doctor.of(
                  DoctorOptions.builder()
                      .store(store)
                      .hosts(cluster.hosts())
                      .engineOptions(cluster.engines())
                      .localHost(LocalHost.of(System.getenv()))
                      .ports(cluster.range())
                      .build())
              .examine();
    }
    Console.of(spec).answer(json ? Json.write(data(examination)) : text(examination));
    return examination.isHealthy() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static Map<String, Object> data(Examination examination) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("errors", examination.count(Severity.ERROR));
    data.put("warnings", examination.count(Severity.WARNING));
    data.put("findings", examination.findings().stream().map(DoctorCommand::data).toList());
    return data;
  }

  private static Map<String, Object> data(Finding finding) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    data.put("subject", finding.subject());
    data.put("what", finding.what());
    finding.fix().ifPresent(fix -> data.put("fix", fix));
    return data;
  }

  private static String text(Examination examination) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : examination.findings()) {
      lines.add(
          "%-7s  %s: %s"
              .formatted(finding.severity(), finding.subject(), indented(finding.what())));
      finding.fix().ifPresent(fix -> lines.add("         Fix: " + indented(fix)));
    }
    lines.add(
        "%d errors, %d warnings."
            .formatted(examination.count(Severity.ERROR), examination.count(Severity.WARNING)));
    return String.join("\n", lines);
  }

  private static String indented(String text) {
    return text.replace("\n", "\n         ");
  }
}

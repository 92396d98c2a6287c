package io.viking.examples.cli;

import io.viking.docker.firewall.Firewall;
import io.viking.docker.firewall.FirewallStatus;
import io.viking.docker.firewall.Perimeter;
import io.viking.docker.firewall.RuleSet;
import io.viking.model.yaml.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code viking vpc status}: whether the firewall is as it should be. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether the rules are in place on this host, whom they trust, and whether they are"
          + " what 'apply' would put there now. Changes nothing. Needs root.",
      "Exit code 0 if all is as it should be, 1 if not."
    })
final class VpcStatusCommand implements Callable<Integer> {
  @Mixin private FirewallOptions options = new FirewallOptions();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--json",
      description =
          "Prints {\"backend\", \"inPlace\", \"asWanted\", \"byBoth\", \"trusted\", \"missing\","
              + " \"surplus\"}.")
  private boolean json;

  @Override
  public Integer call() {
    Perimeter perimeter = options.perimeter();
    Firewall firewall = Firewall.find(options.backend());
    FirewallStatus status = firewall.status(RuleSet.of(perimeter));
    Set<String> missing = new TreeSet<>(VpcShowCommand.addresses(perimeter.trusted()));
    Set<String> surplus = new TreeSet<>(VpcShowCommand.addresses(status.trusted()));
    List<String> both = List.copyOf(missing);
    missing.removeAll(surplus);
    surplus.removeAll(both);
    String backend = firewall.backend().name().toLowerCase(Locale.ROOT);
    Console.of(spec)
        .answer(
            json
                ? Json.write(data(backend, status, missing, surplus))
                : text(backend, status, missing, surplus));
    return status.asWanted() && !status.byBoth() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static Map<String, Object> data(
      String backend, FirewallStatus status, Set<String> missing, Set<String> surplus) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("backend", backend);
    data.put("inPlace", status.inPlace());
    data.put("asWanted", status.asWanted());
    data.put("byBoth", status.byBoth());
    data.put("trusted", VpcShowCommand.addresses(status.trusted()));
    data.put("missing", List.copyOf(missing));
    data.put("surplus", List.copyOf(surplus));
    return data;
  }

  private static String text(
      String backend, FirewallStatus status, Set<String> missing, Set<String> surplus) {
    List<String> lines = new ArrayList<>();
    if (!status.inPlace()) {
      lines.add("Not in place, by " + backend + ".\n  Fix: viking vpc apply");
    } else {
      lines.add("In place, by " + backend + ".");
      lines.add("Trusted: " + String.join(", ", VpcShowCommand.addresses(status.trusted())) + ".");
    }
    if (status.inPlace() && !status.asWanted()) {
      lines.add("Not as it should be now.\n  Fix: viking vpc apply");
      missing.forEach(address -> lines.add("Not trusted, and should be: " + address));
      surplus.forEach(address -> lines.add("Trusted, and should not be: " + address));
    }
    if (status.byBoth()) {
      lines.add("There are rules by the other program as well.\n  Fix: viking vpc apply");
    }
    return String.join("\n", lines);
  }
}

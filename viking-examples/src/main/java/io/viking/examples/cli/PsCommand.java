package io.viking.examples.cli;

import io.viking.docker.ClusterStatus;
import io.viking.docker.InstanceStatus;
import io.viking.docker.Viking;
import io.viking.model.yaml.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking ps}: lists the containers. */
@Command(
    name = "ps",
    mixinStandardHelpOptions = true,
    description = "Lists the containers of all hosts.")
final class PsCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "STACK[/JOB]",
      description = "Only containers of these stacks or services.")
  private List<String> only = List.of();

  @Option(names = "--json", description = "Prints a JSON list.")
  private boolean json;

  @Option(
      names = "--watch",
      description = "Prints again whenever something changes, until it is ended.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "1s",
      description = "How often to look with --watch; default ${DEFAULT-VALUE}.")
  private String interval = "1s";

  @Override
  public Integer call() throws InterruptedException {
    Duration every = Times.positive("--interval", interval);
    Console console = Console.of(spec);
    try (Viking viking = cluster.viking().build()) {
      String shown = "";
      do {
        ClusterStatus all = viking.status();
        List<InstanceStatus> status = all.instances().stream().filter(this::isWanted).toList();
        String now =
            json ? Json.write(status.stream().map(PsCommand::data).toList()) : table(status);
        if (!now.equals(shown)) {
          console.answer(shown.isEmpty() || json ? now : "\n" + Instant.now() + "\n" + now);
          tellSilent(console, all);
          shown = now;
        }
        if (watch) {
          TimeUnit.MILLISECONDS.sleep(every.toMillis());
        }
      } while (watch);
    }
    return 0;
  }

  private static void tellSilent(Console console, ClusterStatus all) {
    all.silentHosts()
        .forEach((host, reason) -> console.note("host " + host + " does not answer: " + reason));
  }

  private boolean isWanted(InstanceStatus status) {
    String path = status.instance().id().service().path();
    return only.isEmpty()
        || only.stream().anyMatch(name -> path.equals(name) || path.startsWith(name + "/"));
  }

  private static Map<String, Object> data(InstanceStatus status) {
    Map<String, Object> data = new LinkedHashMap<>();
    Map<String, Object> endpoints = new LinkedHashMap<>();
    status
        .instance()
        .endpoints()
        .forEach((port, address) -> endpoints.put(port.toString(), address.toString()));
    data.put("instance", status.instance().id().containerName());
    data.put("service", status.instance().id().service().path());
    data.put("stack", status.instance().id().service().stack().value());
    data.put("job", status.instance().id().service().job().value());
    data.put("pid", status.instance().id().pid().value());
    data.put("host", status.instance().host().name());
    data.put("state", state(status));
    data.put("reachable", status.reachable());
    data.put("endpoints", endpoints);
    return data;
  }

  private static String state(InstanceStatus status) {
    return status.state().name().toLowerCase(Locale.ROOT);
  }

  private static String table(List<InstanceStatus> all) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("INSTANCE", "HOST", "STATE", "ENDPOINTS"));
    for (InstanceStatus status : all) {
      List<String> endpoints = new ArrayList<>();
      status
          .instance()
          .endpoints()
          .forEach((port, address) -> endpoints.add(port + "->" + address));
      rows.add(
          List.of(
              status.instance().id().containerName(),
              status.instance().host().name(),
              state(status) + (status.reachable() ? "" : " (not reachable)"),
              String.join(" ", endpoints)));
    }
    return Table.render(rows);
  }
}

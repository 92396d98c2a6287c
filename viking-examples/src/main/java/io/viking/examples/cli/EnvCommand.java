package io.viking.examples.cli;

import io.viking.docker.SecretReader;
import io.viking.docker.UnreadableSecretException;
import io.viking.docker.plan.DesiredState;
import io.viking.docker.plan.EnvironmentPreview;
import io.viking.links.Backend;
import io.viking.model.ExposedPort;
import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.Link;
import io.viking.model.PortTable;
import io.viking.model.Problem;
import io.viking.model.SecretSource;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.yaml.Json;
import io.viking.model.yaml.PortTableJson;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code viking env}: the variables of each job, from the files alone. */
@Command(
    name = "env",
    mixinStandardHelpOptions = true,
    description = "Prints the variables of each job. Needs neither Docker nor etcd.")
final class EnvCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private StackArguments stacks = new StackArguments();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--ports",
      paramLabel = "FILE",
      description =
          "The allocated ports, as 'viking ports export' writes them. Absent: numbers that"
              + " hold for this answer only.")
  private @Nullable Path ports;

  @Option(names = "--json", description = "Prints {\"stack/job\": {\"NAME\": \"value\"}}.")
  private boolean json;

  @Option(
      names = "--export",
      description = "Prints export NAME='value', as 'export -p' does, for a shell to read back.")
  private boolean export;

  @Option(
      names = "--show-secrets",
      description =
          "Prints the values of secrets, too, which are read here. Absent: where each is found.")
  private boolean showSecrets;

  @Override
  public Integer call() {
    if (json && export) {
      throw new IllegalArgumentException("--json and --export are two forms: give one of them");
    }
    StackCatalog catalog = settle(StackCatalog.of(stacks.read()));
    DesiredState desired =
        DesiredState.builder()
            .catalog(catalog)
            .scope(catalog.services().keySet())
            .ports(portTable(catalog))
            .backend(new Backend(Backend.HOST_NAME, cluster.network()))
            .build();
    Map<String, Map<String, String>> answer = new LinkedHashMap<>();
    Map<String, Map<String, SecretSource>> secrets = new LinkedHashMap<>();
    for (ServiceName service : catalog.services().keySet()) {
      Map<String, String> variables = new TreeMap<>(EnvironmentPreview.of(desired, service));
      Map<String, SecretSource> sources = EnvironmentPreview.secrets(desired, service);
      if (showSecrets) {
        variables.putAll(values(service.path(), sources));
      } else {
        secrets.put(service.path(), sources);
      }
      answer.put(service.path(), variables);
    }
    Console.of(spec).answer(text(answer, secrets));
    return 0;
  }

  private static Map<String, String> values(String service, Map<String, SecretSource> sources) {
    SecretReader reader = SecretReader.local();
    Map<String, String> values = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    sources.forEach(
        (name, source) -> {
          try {
            values.put(name, reader.read(source));
          } catch (UnreadableSecretException e) {
            problems.add(
                Problem.builder()
                    .place(source.place())
                    .message(
                        "variable '%s' of job '%s' cannot be read from %s: %s."
                            .formatted(name, service, source, e.getMessage()))
                    .fix(e.fix())
                    .build());
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidStackException(problems);
    }
    return values;
  }

  private String text(
      Map<String, Map<String, String>> answer, Map<String, Map<String, SecretSource>> secrets) {
    if (json) {
      return Json.write(answer);
    }
    return export ? EnvironmentText.exports(answer, secrets) : EnvironmentText.lines(answer);
  }

  /** Checks the links, and takes jobs that expose nothing and are not linked to as they are. */
  private static StackCatalog settle(StackCatalog read) {
    List<Problem> problems = new ArrayList<>();
    read.stacks().keySet().forEach(stack -> problems.addAll(read.linkProblems(stack)));
    Set<ServiceName> targets = new LinkedHashSet<>();
    read.services()
        .forEach(
            (name, job) -> job.links().forEach(link -> targets.add(link.target(name.stack()))));
    StackCatalog settled = read;
    for (Map.Entry<ServiceName, Job> service : read.services().entrySet()) {
      Job job = service.getValue();
      if (job.expose().isEmpty()) {
        if (targets.contains(service.getKey())) {
          problems.add(unknownPorts(service.getKey(), job));
        }
        Stack stack = settled.stacks().get(service.getKey().stack());
        settled = stack == null ? settled : settled.with(stack.with(job.withExpose(List.of())));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidStackException(problems);
    }
    return settled;
  }

  private static Problem unknownPorts(ServiceName service, Job job) {
    return Problem.builder()
        .place(job.place())
        .message("job '" + service.path() + "' is linked to, but has no 'expose'.")
        .addReasons(
            "Its image's EXPOSE is known to a Docker engine only, which 'env' does not ask.")
        .fix("add 'expose', or use 'viking plan'.")
        .build();
  }

  private PortTable portTable(StackCatalog catalog) {
    Set<ServicePort> needed = new LinkedHashSet<>();
    for (Map.Entry<ServiceName, Job> service : catalog.services().entrySet()) {
      for (Link link : service.getValue().links()) {
        ServiceName target = link.target(service.getKey().stack());
        catalog.find(target).flatMap(Job::expose).orElse(List.of()).stream()
            .sorted(ExposedPort::compareTo)
            .forEach(port -> needed.add(new ServicePort(target, port)));
      }
    }
    if (ports != null) {
      return recorded(PortTableJson.read(ports), needed);
    }
    try (ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT)) {
      return needed.isEmpty() ? PortTable.empty() : store.ports().allocate(needed);
    }
  }

  private PortTable recorded(PortTable table, Set<ServicePort> needed) {
    List<ServicePort> missing = needed.stream().filter(p -> table.find(p).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "the port table '"
              + ports
              + "' lacks: "
              + missing.stream().map(ServicePort::path).collect(Collectors.joining(", "))
              + ".");
    }
    return table;
  }
}

package io.viking.model.yaml;

import io.viking.model.ExposedPort;
import io.viking.model.Health;
import io.viking.model.Health.Probe;
import io.viking.model.Job;
import io.viking.model.Link;
import io.viking.model.Protocol;
import io.viking.model.RestartPolicy;
import io.viking.model.VolumeMount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A job as maps, lists and plain values, in the order of the documentation, defaults left out. */
final class JobTree {
  /** From how many ports on a run of them is written as a range. */
  private static final int SHORTEST_RANGE = 3;

  private JobTree() {}

  static Map<String, Object> of(Job job) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("image", job.image());
    job.expose().ifPresent(ports -> tree.put("expose", oneOrList(ports(ports))));
    put(tree, "link", job.links().stream().map(JobTree::link).toList());
    put(tree, "volume", job.volumes().stream().map(VolumeMount::toString).toList());
    put(tree, "environment", environment(job));
    job.command().ifPresent(words -> tree.put("command", words));
    job.entrypoint().ifPresent(words -> tree.put("entrypoint", words));
    job.cwd().ifPresent(cwd -> tree.put("cwd", cwd));
    job.user().ifPresent(user -> tree.put("user", user));
    put(tree, "labels", job.labels());
    job.memory().ifPresent(bytes -> tree.put("memory", Quantity.size(bytes)));
    job.cpus().ifPresent(cpus -> tree.put("cpus", cpus.toPlainString()));
    if (!job.restart().equals(RestartPolicy.DEFAULT)) {
      tree.put("restart", job.restart().toString());
    }
    if (job.scale() != 1) {
      tree.put("scale", job.scale());
    }
    put(tree, "filter", job.filter());
    if (job.isStatic()) {
      tree.put("static", true);
    }
    job.health().ifPresent(health -> tree.put("health", health(health)));
    if (job.parallelism() != 1) {
      tree.put("parallelism", job.parallelism());
    }
    if (!job.drain().equals(Job.DEFAULT_DRAIN)) {
      tree.put("drain", Quantity.time(job.drain()));
    }
    return tree;
  }

  private static Map<String, Object> environment(Job job) {
    Map<String, Object> variables = new LinkedHashMap<>(job.environment());
    job.secrets()
        .forEach(
            (name, source) ->
                variables.put(
                    name, Map.of(source.kind().name().toLowerCase(Locale.ROOT), source.name())));
    return variables;
  }

  private static void put(Map<String, Object> tree, String key, List<?> list) {
    if (!list.isEmpty()) {
      tree.put(key, oneOrList(list));
    }
  }

  private static void put(Map<String, Object> tree, String key, Map<?, ?> map) {
    if (!map.isEmpty()) {
      tree.put(key, map);
    }
  }

  private static Object oneOrList(List<?> list) {
    return list.size() == 1 ? list.get(0) : list;
  }

  private static List<Object> ports(List<ExposedPort> ports) {
    List<Object> written = new ArrayList<>();
    for (int i = 0; i < ports.size(); ) {
      int run = run(ports, i);
      ExposedPort first = ports.get(i);
      if (run >= SHORTEST_RANGE) {
        written.add(first.number() + "-" + ports.get(i + run - 1));
        i += run;
      } else {
        written.add(first.protocol() == Protocol.TCP ? first.number() : first.toString());
        i++;
      }
    }
    return written;
  }

  /** How many ports from there on are consecutive. */
  private static int run(List<ExposedPort> ports, int from) {
    int length = 1;
    while (from + length < ports.size()
        && ports.get(from + length).protocol() == ports.get(from).protocol()
        && ports.get(from + length).number() == ports.get(from).number() + length) {
      length++;
    }
    return length;
  }

  private static Object link(Link link) {
    if (link.env().isEmpty()) {
      return link.toString();
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("to", link.stack().map(stack -> stack + "/").orElse("") + link.job());
    link.alias().ifPresent(alias -> map.put("as", alias));
    map.put("env", oneOrList(link.env()));
    return map;
  }

  private static Object health(Health health) {
    Health defaults = Health.tcp();
    Map<String, Object> map = new LinkedHashMap<>();
    health.port().ifPresent(port -> map.put("port", port));
    if (!health.interval().equals(defaults.interval())) {
      map.put("interval", Quantity.time(health.interval()));
    }
    if (!health.timeout().equals(defaults.timeout())) {
      map.put("timeout", Quantity.time(health.timeout()));
    }
    if (health.retries() != defaults.retries()) {
      map.put("retries", health.retries());
    }
    if (!health.start().isZero()) {
      map.put("start", Quantity.time(health.start()));
    }
    return map.isEmpty() ? probe(health) : withProbe(health, map);
  }

  private static String probe(Health health) {
    return switch (health.probe()) {
      case TCP -> "tcp";
      case NONE -> "none";
      case HTTP -> "http:" + health.path().orElse("/");
    };
  }

  private static Map<String, Object> withProbe(Health health, Map<String, Object> settings) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (health.probe() == Probe.HTTP) {
      map.put("path", health.path().orElse("/"));
    } else {
      map.put("probe", probe(health));
    }
    map.putAll(settings);
    return map;
  }
}

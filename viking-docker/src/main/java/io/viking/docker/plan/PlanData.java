package io.viking.docker.plan;

import io.viking.model.SecretSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan as plain maps, lists and texts, ready to be written as JSON. */
public final class PlanData {
  private PlanData() {}

  /**
   * {@code {"stages": [[{"service", "start": [..], "remove": [..], "keep": [..], "wait": [..],
   * "clashes": [..]}]]}}.
   */
  public static Map<String, Object> of(Plan plan) {
    return Map.of(
        "stages",
        plan.stages().stream()
            .map(stage -> stage.stream().map(PlanData::change).toList())
            .toList());
  }

  private static Map<String, Object> change(ServiceChange change) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("service", change.service().path());
    data.put("start", change.starts().stream().map(PlanData::start).toList());
    data.put(
        "remove",
        change.removals().stream()
            .map(r -> located(r.instance().containerName(), r.host().name(), r.reason()))
            .toList());
    data.put(
        "keep",
        change.kept().stream()
            .map(k -> located(k.instance().containerName(), k.host().name(), "unchanged"))
            .toList());
    data.put("wait", change.waiting().stream().map(Waiting::toString).toList());
    data.put(
        "clashes",
        change.clashes().stream()
            .map(c -> ordered("name", c.name(), "generated", c.generated(), "own", c.own()))
            .toList());
    return data;
  }

  private static Map<String, Object> located(String container, String host, String reason) {
    return ordered("container", container, "host", host, "reason", reason);
  }

  private static Map<String, Object> start(Start start) {
    ContainerSpec spec = start.spec();
    Map<String, Object> data =
        located(spec.instance().containerName(), start.host().name(), start.reason());
    data.put("image", spec.image());
    data.put("ports", spec.ports().stream().sorted().map(Object::toString).toList());
    data.put("mounts", spec.mounts().stream().map(Object::toString).toList());
    Map<String, Object> environment = new LinkedHashMap<>(spec.environment());
    environment.keySet().removeAll(spec.secrets().keySet());
    data.put("environment", environment);
    if (!spec.secrets().isEmpty()) {
      Map<String, Object> secrets = new LinkedHashMap<>();
      spec.secrets().forEach((name, secret) -> secrets.put(name, source(secret.source())));
      data.put("secrets", secrets);
    }
    data.put("labels", spec.labels());
    data.put("command", spec.command().orElse(List.of()));
    data.put("entrypoint", spec.entrypoint().orElse(List.of()));
    return data;
  }

  private static Map<String, String> source(SecretSource source) {
    return Map.of(source.kind().name().toLowerCase(Locale.ROOT), source.name());
  }

  private static Map<String, Object> ordered(
      String key1, Object value1, String key2, Object value2, String key3, Object value3) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(key1, value1);
    data.put(key2, value2);
    data.put(key3, value3);
    return data;
  }
}

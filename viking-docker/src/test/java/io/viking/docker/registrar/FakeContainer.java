package io.viking.docker.registrar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A container of a {@link FakeEngine}; each {@code with} gives a changed copy. */
public final class FakeContainer {
  private final String id;
  private final Map<String, String> facts;

  private FakeContainer(String id, Map<String, String> facts) {
    this.id = id;
    this.facts = facts;
  }

  /** One that runs, with that id and a name of the same text. */
  public static FakeContainer running(String id) {
    return new FakeContainer(
        id, Map.of("state", "running", "started", "2026-11-24T12:00:00.000000001Z"));
  }

  /** The seed's mongo, its port published on that number of every address. */
  public static FakeContainer mongo(String pid, int published) {
    return running("mystack_mongo." + pid)
        .with("env.SERVICE_27017_NAME", "mystack_mongo_27017")
        .with("env.SERVICE_27017_ID", "mystack_mongo_27017_" + pid)
        .with("port", "27017/tcp " + published);
  }

  String id() {
    return id;
  }

  /** One in that state; {@code exited} ones have neither address nor published port. */
  public FakeContainer state(String state) {
    return with("state", state);
  }

  /** One that is listed in that state still, while its own details say what it is now. */
  public FakeContainer listed(String state) {
    return with("listed", state);
  }

  /** One that was started again, and is published on that number now. */
  public FakeContainer restarted(String started, int published) {
    return with("started", started).with("port", "27017/tcp " + published).state("running");
  }

  /** One whose HEALTHCHECK says that. */
  public FakeContainer health(String status) {
    return with("health", status);
  }

  /** One with that address. */
  public FakeContainer address(String address) {
    return with("address", address);
  }

  /** One with that variable. */
  public FakeContainer env(String name, String value) {
    return with("env." + name, value);
  }

  private FakeContainer with(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(facts);
    changed.put(key, value);
    return new FakeContainer(id, changed);
  }

  private boolean runs() {
    return "running".equals(facts.get("state"));
  }

  Object summary() {
    return Map.of(
        "Id", id,
        "Names", List.of("/" + id),
        "ImageID", "sha256:1",
        "State", facts.getOrDefault("listed", facts.getOrDefault("state", "")),
        "Labels", Map.of());
  }

  Object details() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("Status", facts.getOrDefault("state", ""));
    state.put("StartedAt", facts.getOrDefault("started", ""));
    if (facts.containsKey("health")) {
      state.put("Health", Map.of("Status", facts.getOrDefault("health", "")));
    }
    List<String> env =
        facts.entrySet().stream()
            .filter(fact -> fact.getKey().startsWith("env."))
            .map(fact -> fact.getKey().substring("env.".length()) + "=" + fact.getValue())
            .toList();
    return Map.of(
        "Id",
        id,
        "Name",
        "/" + id,
        "Image",
        "sha256:1",
        "State",
        state,
        "Config",
        Map.of("Env", env, "Labels", Map.of()),
        "HostConfig",
        Map.of("NetworkMode", "default"),
        "NetworkSettings",
        Map.of("Ports", ports(), "Networks", networks()));
  }

  private Map<String, Object> ports() {
    String port = runs() ? facts.getOrDefault("port", "") : "";
    if (port.isEmpty()) {
      return Map.of();
    }
    String[] parts = port.split(" ", -1);
    return Map.of(parts[0], List.of(Map.of("HostIp", "0.0.0.0", "HostPort", parts[1])));
  }

  private Map<String, Object> networks() {
    String address = runs() ? facts.getOrDefault("address", "") : "";
    return Map.of("bridge", Map.of("IPAddress", address, "GlobalIPv6Address", ""));
  }
}

package io.viking.docker.agent;

import io.viking.docker.ambassador.AmbassadorStatus;
import io.viking.docker.ambassador.DataPathStatus;
import io.viking.docker.ambassador.ListenerStatus;
import io.viking.docker.registrar.InstanceTimes;
import io.viking.model.Host;
import io.viking.ports.Departures;
import io.viking.ports.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An agent's status in the shape that {@code GET /status} answers with. */
final class StatusDocument {
  private StatusDocument() {}

  static Map<String, Object> of(AgentStatus status) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("host", host(status.host()));
    document.put("ready", status.ready());
    document.put("listeners", listeners(status));
    document.put("dataPaths", dataPaths(status));
    document.put(
        "registrations",
        status.registrations().stream()
            .map(one -> registration(one, Optional.ofNullable(status.times().get(one))))
            .toList());
    document.put("waiting", waiting(status));
    document.put("departing", departing(status));
    document.put("permissions", status.permissions());
    document.put("counters", counters(status));
    document.put("problems", status.problems());
    return document;
  }

  private static Map<String, Object> host(Host host) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", host.name());
    entry.put("engine", host.engine());
    entry.put("address", host.address().orElse(""));
    entry.put("tags", host.tags().stream().sorted().toList());
    return entry;
  }

  private static List<Object> listeners(AgentStatus status) {
    List<Object> listeners = new ArrayList<>();
    status
        .ambassadors()
        .forEach(
            (address, ambassador) ->
                ambassador
                    .listeners()
                    .forEach(
                        one ->
                            listeners.add(
                                listener(
                                    address,
                                    one,
                                    Optional.ofNullable(status.links().get(one.service()))))));
    return listeners;
  }

  private static List<Object> dataPaths(AgentStatus status) {
    List<Object> paths = new ArrayList<>();
    status
        .ambassadors()
        .forEach((address, ambassador) -> paths.add(dataPath(address, ambassador.dataPath())));
    return paths;
  }

  private static Map<String, Object> dataPath(String address, DataPathStatus path) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("address", address);
    entry.put("inUse", path.inUse().name().toLowerCase(Locale.ROOT));
    entry.put("problem", path.problem().orElse(""));
    entry.put("since", path.since().map(Instant::toString).orElse(""));
    entry.put("silentEndpoints", path.silentEndpoints());
    return entry;
  }

  private static Map<String, Object> listener(
      String address, ListenerStatus listener, Optional<LinkTimes> times) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("address", address);
    entry.put("port", listener.port().port());
    entry.put("protocol", listener.port().protocol().lower());
    entry.put("service", listener.service());
    entry.put("open", listener.problem().isEmpty());
    entry.put("endpoints", times.map(LinkTimes::endpoints).orElse(0));
    entry.put("told", text(times.map(LinkTimes::told)));
    entry.put("applied", text(times.map(LinkTimes::applied)));
    return entry;
  }

  private static String text(Optional<Instant> moment) {
    return moment.map(Instant::toString).orElse("");
  }

  private static Map<String, Object> registration(
      Endpoint endpoint, Optional<InstanceTimes> times) {
    Map<String, Object> entry = endpoint(endpoint);
    entry.put("started", text(times.flatMap(InstanceTimes::started)));
    entry.put("seen", text(times.map(InstanceTimes::seen)));
    entry.put("registered", text(times.flatMap(InstanceTimes::registered)));
    return entry;
  }

  private static Map<String, Object> endpoint(Endpoint endpoint) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("service", endpoint.service());
    entry.put("id", endpoint.id());
    entry.put("address", endpoint.address().toString());
    return entry;
  }

  private static Map<String, Object> departing(AgentStatus status) {
    Map<String, Object> departing = new TreeMap<>();
    status
        .departing()
        .forEach(
            (instance, open) ->
                departing.put(
                    instance.containerName(), open == Departures.UNKNOWN ? "unknown" : open));
    return departing;
  }

  private static List<Object> waiting(AgentStatus status) {
    List<Object> waiting = new ArrayList<>();
    status
        .waiting()
        .forEach(
            (endpoint, reason) -> {
              Map<String, Object> entry = endpoint(endpoint);
              entry.put("reason", reason);
              waiting.add(entry);
            });
    return waiting;
  }

  /** The registrar's counters, and the sum over the addresses of the ambassadors'. */
  private static Map<String, Long> counters(AgentStatus status) {
    Map<String, Long> counters = new TreeMap<>(status.counters());
    for (AmbassadorStatus one : status.ambassadors().values()) {
      counters.merge("accepted", one.accepted(), Long::sum);
      counters.merge("active", one.active(), Long::sum);
      counters.merge("held", one.held(), Long::sum);
      counters.merge("bytesFromClients", one.bytesFromClients(), Long::sum);
      counters.merge("bytesFromEndpoints", one.bytesFromEndpoints(), Long::sum);
      counters.merge("idled", one.idled(), Long::sum);
      one.refused()
          .forEach((reason, count) -> counters.merge("refused." + reason, count, Long::sum));
      one.dataPath()
          .kernelConnections()
          .forEach((name, count) -> counters.merge("kernel." + name, count, Long::sum));
      one.failures().forEach((name, count) -> counters.merge("failures." + name, count, Long::sum));
    }
    return counters;
  }
}

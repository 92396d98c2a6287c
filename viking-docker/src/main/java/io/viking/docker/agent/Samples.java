package io.viking.docker.agent;

import io.viking.docker.ambassador.AmbassadorStatus;
import io.viking.docker.ambassador.ListenerStatus;
import io.viking.docker.ambassador.ServiceTraffic;
import io.viking.docker.ambassador.TrafficCounts;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What an agent's meters read, of its state. Pure. */
final class Samples {
  private Samples() {}

  /** Of the agent and its registrar. */
  static Stream<Sample> of(AgentStatus status) {
    return Stream.concat(
        Stream.of(
            Sample.gauge("viking.agent.ready", "1 once it is ready", status.ready() ? 1 : 0),
            Sample.gauge("viking.agent.problems", "Problems now", status.problems().size()),
            Sample.gauge(
                "viking.registrations", "Endpoints registered", status.registrations().size()),
            Sample.gauge(
                "viking.registrations.waiting",
                "Endpoints that wait for their instance to be healthy",
                status.waiting().size()),
            Sample.gauge(
                "viking.permissions", "Source addresses with a link", status.permissions())),
        Stream.concat(
            status.counters().entrySet().stream()
                .map(
                    entry ->
                        Sample.counter(
                            "viking.registrar.events",
                            "How often what happened",
                            entry.getValue(),
                            "event",
                            entry.getKey())),
            Stream.concat(
                status.ambassadors().values().stream().flatMap(Samples::of),
                status.links().entrySet().stream()
                    .flatMap(link -> link(link.getKey(), link.getValue())))));
  }

  private static Stream<Sample> link(String service, LinkTimes times) {
    return Stream.of(
        Sample.gauge(
            "viking.service.endpoints",
            "Endpoints that new connections may go to",
            times.endpoints(),
            "service",
            service),
        Sample.moment(
            "viking.service.endpoints.changed.seconds",
            "When these changed last, in seconds since 1970",
            times.applied(),
            "service",
            service));
  }

  private static Stream<Sample> of(AmbassadorStatus status) {
    Stream<Sample> refused =
        status.refused().entrySet().stream()
            .map(
                entry ->
                    Sample.counter(
                        "viking.connections.refused",
                        "Connections that never reached an endpoint",
                        entry.getValue(),
                        "reason",
                        AccessLine.word(entry.getKey())));
    return Stream.of(connections(status), listeners(status.listeners()), refused)
        .flatMap(samples -> samples);
  }

  private static Stream<Sample> connections(AmbassadorStatus status) {
    return Stream.of(
        Sample.counter(
            "viking.connections.accepted",
            "Connections and UDP flows that came in, the refused ones included",
            status.accepted()),
        Sample.gauge("viking.connections.active", "Connections and UDP flows now", status.active()),
        Sample.gauge(
            "viking.connections.held",
            "Connections that wait for their source to be looked up",
            status.held()),
        Sample.counter(
            "viking.connections.idle", "Connections reset because nothing moved", status.idled()),
        Sample.counter(
            "viking.local.failures",
            "How often accepting or opening a socket failed here",
            status.localFailures()));
  }

  private static Stream<Sample> listeners(List<ListenerStatus> listeners) {
    long failed = listeners.stream().filter(one -> one.problem().isPresent()).count();
    String what = "Ports to listen on";
    return Stream.of(
        Sample.gauge("viking.listeners", what, listeners.size() - failed, "state", "open"),
        Sample.gauge("viking.listeners", what, failed, "state", "failed"));
  }

  /** By service, and by service and endpoint. */
  static Stream<Sample> of(Collection<ServiceTraffic> traffic) {
    return traffic.stream()
        .flatMap(
            service ->
                Stream.concat(
                    counts("viking.service", service.total(), "service", service.service()),
                    service.endpoints().entrySet().stream()
                        .flatMap(
                            endpoint ->
                                counts(
                                    "viking.endpoint",
                                    endpoint.getValue(),
                                    "service",
                                    service.service(),
                                    "endpoint",
                                    endpoint.getKey()))));
  }

  private static Stream<Sample> counts(String prefix, TrafficCounts counts, String... tags) {
    return Stream.of(
        Sample.counter(prefix + ".connections", "Connections opened", counts.opened(), tags),
        Sample.gauge(prefix + ".connections.active", "Connections now", counts.active(), tags),
        Sample.counter(
            prefix + ".connect.failures", "How often connecting failed", counts.failures(), tags),
        Sample.counter(prefix + ".bytes.up", "Bytes from clients", counts.bytesFromClients(), tags),
        Sample.counter(
            prefix + ".bytes.down", "Bytes from endpoints", counts.bytesFromEndpoints(), tags));
  }
}

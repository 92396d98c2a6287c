package io.viking.docker.agent;

import io.viking.docker.ambassador.AmbassadorStatus;
import io.viking.docker.ambassador.ListenerStatus;
import io.viking.docker.registrar.HostView;
import io.viking.docker.registrar.InstanceTimes;
import io.viking.docker.registrar.Registrar;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Problem;
import io.viking.ports.Departures;
import io.viking.ports.Endpoint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.immutables.value.Value;

/** What an {@link Agent} does, at one moment. */
@Value.Immutable
public abstract class AgentStatus {
  AgentStatus() {}

  /** The agent's host. */
  public abstract Host host();

  /** Whether it listens, has seen all containers and has announced its host. */
  public abstract boolean ready();

  /** Where it listens: from each address to what goes on there. */
  public abstract Map<String, AmbassadorStatus> ambassadors();

  /** The endpoints it has registered, sorted. */
  public abstract List<Endpoint> registrations();

  /** The endpoints that wait for their instance to become healthy: from each to the reason. */
  public abstract Map<Endpoint, String> waiting();

  /**
   * The instances of the cluster that are about to be removed and to which this host sends nothing
   * new any more: from each to its open connections, or {@link Departures#UNKNOWN}.
   */
  public abstract Map<InstanceId, Integer> departing();

  /** When the instances of the host came how far, by their endpoints. */
  public abstract Map<Endpoint, InstanceTimes> times();

  /** The last change of the endpoints of each service that is listened for. */
  public abstract Map<String, LinkTimes> links();

  /** How many source addresses may use a link. */
  public abstract int permissions();

  /** How often what happened, by name; numbers that only grow. */
  public abstract Map<String, Long> counters();

  /** What is wrong now, each with how to mend it where that is known. */
  public abstract List<String> problems();

  static AgentStatus of(
      Host host,
      boolean ready,
      Collection<String> problems,
      Optional<Registrar> registrar,
      Ambassadors ambassadors,
      Map<InstanceId, Integer> departing) {
    Map<String, AmbassadorStatus> listening = ambassadors.status();
    ImmutableAgentStatus.Builder status =
        ImmutableAgentStatus.builder()
            .host(host)
            .ready(ready)
            .ambassadors(listening)
            .departing(departing)
            .links(ambassadors.links());
    status.addAllProblems(problems);
    registrar.ifPresent(one -> add(status, one));
    listening.forEach((address, ambassador) -> addProblems(status, address, ambassador));
    return status.permissions(registrar.map(AgentStatus::permissions).orElse(0)).build();
  }

  private static void add(ImmutableAgentStatus.Builder status, Registrar registrar) {
    HostView view = registrar.view();
    status
        .registrations(registrar.registered())
        .waiting(registrar.waiting())
        .times(registrar.times())
        .counters(new TreeMap<>(registrar.counters()));
    registrar
        .engineAway()
        .ifPresent(why -> status.addProblems("the engine does not answer: " + why));
    if (registrar.storeAway()) {
      status.addProblems("the store does not answer; endpoints are written once it is back");
    }
    view.problems().stream().map(Problem::toString).forEach(status::addProblems);
  }

  private static int permissions(Registrar registrar) {
    return (int)
        registrar.view().permissions().values().stream().filter(ports -> !ports.isEmpty()).count();
  }

  private static void addProblems(
      ImmutableAgentStatus.Builder status, String address, AmbassadorStatus ambassador) {
    for (ListenerStatus listener : ambassador.listeners()) {
      listener
          .problem()
          .ifPresent(
              why -> status.addProblems("port " + listener.port() + " of " + address + ": " + why));
    }
  }
}

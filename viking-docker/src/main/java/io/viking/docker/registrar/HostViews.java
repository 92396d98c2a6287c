package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.model.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Derives a host's view from its containers. Pure: same containers, same view, in any order. */
public final class HostViews {
  // What two containers claim stays with the one that has run longer; a container that never
  // started takes nothing from one that did.
  private static final Comparator<ContainerFacts> OLDEST_FIRST =
      Comparator.comparing((ContainerFacts facts) -> facts.startedAt().orElse(Instant.MAX))
          .thenComparing(ContainerFacts::id);

  private final ViewSettings settings;

  /** For a host with these settings. */
  public HostViews(ViewSettings settings) {
    this.settings = settings;
  }

  /** The view of these containers; a container's bad variable costs only what it describes. */
  public HostView of(Collection<ContainerFacts> containers) {
    List<ContainerFacts> ordered = containers.stream().sorted(OLDEST_FIRST).toList();
    List<Problem> problems = new ArrayList<>();
    LinkReader links = new LinkReader(settings.networkPath(), problems);
    links.read(ordered);
    List<Registration> registrations = new RegistrationReader(settings, problems).read(ordered);
    TopologyReader topology = new TopologyReader(settings.publishAddress());
    topology.read(ordered);
    return HostView.builder()
        .registrations(registrations)
        .listeners(links.listeners())
        .fixedEndpoints(links.fixedEndpoints())
        .permissions(links.permissions())
        .networks(topology.networks())
        .published(topology.published())
        .problems(problems)
        .build();
  }
}

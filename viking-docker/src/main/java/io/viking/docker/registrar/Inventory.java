package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.ContainerSummary;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The host's containers as they were last seen. Used by one thread at a time. */
final class Inventory {
  private final EngineView engine;
  private final Map<String, ContainerFacts> byId = new LinkedHashMap<>();

  Inventory(EngineView engine) {
    this.engine = engine;
  }

  /** What was seen last. */
  Collection<ContainerFacts> containers() {
    return List.copyOf(byId.values());
  }

  /**
   * Lists the containers.
   *
   * @param everything whether to look at each of them; else at those only whose name or state is
   *     not as last seen, which costs one call where nothing has changed
   * @return whether anything is different from what was last seen
   */
  boolean list(boolean everything) {
    List<ContainerSummary> listed = engine.summaries();
    Set<String> ids = new HashSet<>();
    boolean changed = false;
    for (ContainerSummary summary : listed) {
      ids.add(summary.id());
      if (everything || !isAsLastSeen(summary)) {
        changed |= look(summary.id());
      }
    }
    boolean gone = byId.keySet().retainAll(ids);
    return changed || gone;
  }

  /**
   * Looks at these containers, and at those that were last seen at an address that one of these has
   * now: an address is given to the next container as soon as its holder has ended, and the news of
   * that end may still be on its way.
   *
   * @return whether anything is different from what was last seen
   */
  boolean look(Collection<String> ids) {
    boolean changed = false;
    for (String id : ids) {
      changed |= look(id);
    }
    for (String other : sharingAnAddress(ids)) {
      changed |= look(other);
    }
    return changed;
  }

  private boolean look(String id) {
    Optional<ContainerFacts> now = engine.container(id);
    ContainerFacts before = now.isPresent() ? byId.put(id, now.get()) : byId.remove(id);
    return !Optional.ofNullable(before).equals(now);
  }

  private Set<String> sharingAnAddress(Collection<String> ids) {
    Set<String> taken = new HashSet<>();
    for (String id : ids) {
      Optional.ofNullable(byId.get(id)).ifPresent(facts -> taken.addAll(facts.addresses()));
    }
    Set<String> others = new HashSet<>();
    for (ContainerFacts facts : byId.values()) {
      if (!ids.contains(facts.id()) && !Collections.disjoint(facts.addresses(), taken)) {
        others.add(facts.id());
      }
    }
    return others;
  }

  private boolean isAsLastSeen(ContainerSummary summary) {
    ContainerFacts seen = byId.get(summary.id());
    return seen != null && seen.state() == summary.state() && seen.name().equals(summary.name());
  }
}

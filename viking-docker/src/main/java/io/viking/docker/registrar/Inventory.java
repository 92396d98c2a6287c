package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.ContainerSummary;
import io.viking.docker.engine.EngineException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's containers as they were last seen. Used by one thread at a time. */
final class Inventory {
  private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);

  private final EngineView engine;
  private final Map<String, ContainerFacts> byId = new LinkedHashMap<>();
  private final Set<String> indescribable = new HashSet<>();

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
    return list(summary -> everything || !isAsLastSeen(summary));
  }

  /**
   * Lists the containers, and looks at those too that have links and were not seen to run: a
   * process can connect before its container is listed as running, but an engine does not describe
   * a container while it starts it.
   *
   * @return whether anything is different from what was last seen
   */
  boolean listStarting() {
    return list(summary -> !isAsLastSeen(summary) || mayHaveStarted(summary.id()));
  }

  private boolean list(Predicate<ContainerSummary> isToBeLookedAt) {
    List<ContainerSummary> listed = engine.summaries();
    Set<String> ids = new HashSet<>();
    boolean changed = false;
    for (ContainerSummary summary : listed) {
      ids.add(summary.id());
      if (isToBeLookedAt.test(summary)) {
        changed |= look(summary.id());
      }
    }
    indescribable.retainAll(ids);
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
    Optional<ContainerFacts> now;
    try {
      now = engine.container(id);
      indescribable.remove(id);
    } catch (EngineException e) {
      skip(id, e);
      return false;
    }
    ContainerFacts before = now.isPresent() ? byId.put(id, now.get()) : byId.remove(id);
    return !Optional.ofNullable(before).equals(now);
  }

  /**
   * Leaves one container as it was last seen: an engine that cannot describe it, or hangs over it,
   * must not hide the others. One that is away does not list any either.
   */
  private void skip(String id, EngineException failure) {
    if (failure.kind() == EngineException.Kind.UNREACHABLE) {
      engine.summaries();
    }
    if (indescribable.add(id)) {
      LOG.warn("container {} stays as it was last seen: {}", id, failure.getMessage());
    }
  }

  private boolean mayHaveStarted(String id) {
    ContainerFacts seen = byId.get(id);
    return seen != null
        && !seen.isRunning()
        && seen.environment().keySet().stream().anyMatch(key -> key.startsWith("BACKEND_"));
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

package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.ContainerSummary;
import io.viking.docker.engine.EngineException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's containers as they were last seen. Used by one thread at a time; asks the engine for
 * several containers at once, since it is slow to describe one that it starts or that has much.
 */
final class Inventory {
  private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);

  private final EngineView engine;
  private final ExecutorService asking;
  private final Map<String, ContainerFacts> byId = new LinkedHashMap<>();
  private final Set<String> indescribable = new HashSet<>();

  /**
   * @param asking asks the engine, for as many containers at once as it has threads
   */
  Inventory(EngineView engine, ExecutorService asking) {
    this.engine = engine;
    this.asking = asking;
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
    List<String> toBeLookedAt = new ArrayList<>();
    for (ContainerSummary summary : listed) {
      ids.add(summary.id());
      if (isToBeLookedAt.test(summary)) {
        toBeLookedAt.add(summary.id());
      }
    }
    boolean changed = lookAt(toBeLookedAt);
    indescribable.retainAll(ids);
    boolean gone = byId.keySet().retainAll(ids);
    return changed || gone;
  }

  /**
   * Looks at these containers, and then at those that were last seen at an address that another one
   * has, too: an address is given to the next container as soon as its holder has ended, and the
   * news of that end may still be on its way.
   *
   * @return whether anything is different from what was last seen
   */
  boolean look(Collection<String> ids) {
    boolean changed = lookAt(ids);
    return lookAt(sharingAnAddress(ids)) || changed;
  }

  private boolean lookAt(Collection<String> ids) {
    Map<String, Future<Optional<ContainerFacts>>> answers = new LinkedHashMap<>();
    ids.forEach(id -> answers.put(id, asking.submit(() -> engine.container(id))));
    boolean changed = false;
    for (Map.Entry<String, Future<Optional<ContainerFacts>>> answer : answers.entrySet()) {
      changed |= take(answer.getKey(), answer.getValue());
    }
    return changed;
  }

  private boolean take(String id, Future<Optional<ContainerFacts>> answer) {
    Optional<ContainerFacts> now;
    try {
      now = answer.get();
      indescribable.remove(id);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineException failure) {
        skip(id, failure);
        return false;
      }
      throw new IllegalStateException("container " + id + " cannot be looked at", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for container " + id, e);
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
    Map<String, Set<String>> holders = new HashMap<>();
    for (ContainerFacts facts : byId.values()) {
      for (String address : facts.addresses()) {
        holders.computeIfAbsent(address, first -> new LinkedHashSet<>()).add(facts.id());
      }
    }
    Set<String> sharing = new LinkedHashSet<>();
    for (Set<String> some : holders.values()) {
      if (some.size() > 1 && !Collections.disjoint(some, ids)) {
        sharing.addAll(some);
      }
    }
    return sharing;
  }

  private boolean isAsLastSeen(ContainerSummary summary) {
    ContainerFacts seen = byId.get(summary.id());
    return seen != null && seen.state() == summary.state() && seen.name().equals(summary.name());
  }
}

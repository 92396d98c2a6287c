package io.viking.docker.ambassador;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Chooses one of several backends. Thread-safe. */
final class Balancer {
  private final Balance balance;
  private final RandomGenerator random;
  private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

  Balancer(Balance balance, RandomGenerator random) {
    this.balance = balance;
    this.random = random;
  }

  /**
   * The backend for the next connection to that service; those that failed lately only where there
   * is no other, so that the last one is never given up.
   */
  Optional<Backend> choose(String service, List<Backend> candidates, long now) {
    List<Backend> sound = candidates.stream().filter(backend -> !backend.isAside(now)).toList();
    List<Backend> eligible = sound.isEmpty() ? candidates : sound;
    if (eligible.size() <= 1) {
      return eligible.stream().findFirst();
    }
    return Optional.of(
        balance == Balance.ROUND_ROBIN ? inTurn(service, eligible) : leastLoaded(eligible));
  }

  private Backend inTurn(String service, List<Backend> eligible) {
    int turn = turns.computeIfAbsent(service, first -> new AtomicInteger()).getAndIncrement();
    return eligible.get(Math.floorMod(turn, eligible.size()));
  }

  private Backend leastLoaded(List<Backend> eligible) {
    Backend best = eligible.get(0);
    int fewest = best.connections();
    int ties = 1;
    for (Backend backend : eligible.subList(1, eligible.size())) {
      int connections = backend.connections();
      if (connections < fewest) {
        best = backend;
        fewest = connections;
        ties = 1;
      } else if (connections == fewest && random.nextInt(++ties) == 0) {
        best = backend;
      }
    }
    return best;
  }
}

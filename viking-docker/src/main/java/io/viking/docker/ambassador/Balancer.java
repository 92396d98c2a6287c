package io.viking.docker.ambassador;

import java.time.Duration;
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
  private final long trial;
  private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

  /**
   * @param trial how long a connection to a backend that has failed may take until another one is
   *     risked
   */
  Balancer(Balance balance, RandomGenerator random, Duration trial) {
    this.balance = balance;
    this.random = random;
    this.trial = trial.toNanos();
  }

  /**
   * The backend for the next connection to that service; those that failed lately only where there
   * is no other, so that the last one is never given up.
   */
  Optional<Backend> choose(String service, List<Backend> candidates, long now) {
    List<Backend> eligible = eligible(candidates, now);
    while (!eligible.isEmpty()) {
      Backend chosen = chooseFrom(service, eligible);
      if (chosen.mayTry(now, trial)) {
        return Optional.of(chosen);
      }
      // Another connection has just begun to try it.
      eligible = eligible(eligible, now);
    }
    return candidates.isEmpty() ? Optional.empty() : Optional.of(chooseFrom(service, candidates));
  }

  private Backend chooseFrom(String service, List<Backend> eligible) {
    if (eligible.size() == 1) {
      return eligible.get(0);
    }
    return balance == Balance.ROUND_ROBIN ? inTurn(service, eligible) : leastLoaded(eligible);
  }

  private static List<Backend> eligible(List<Backend> candidates, long now) {
    for (Backend candidate : candidates) {
      if (candidate.isAside(now)) {
        return candidates.stream().filter(any -> !any.isAside(now)).toList();
      }
    }
    return candidates;
  }

  private Backend inTurn(String service, List<Backend> eligible) {
    int turn = turns.computeIfAbsent(service, first -> new AtomicInteger()).getAndIncrement();
    return eligible.get(Math.floorMod(turn, eligible.size()));
  }

  private Backend leastLoaded(List<Backend> eligible) {
    Backend best = eligible.get(0);
    int fewest = best.connections();
    int ties = 1;
    for (int i = 1; i < eligible.size(); i++) {
      Backend backend = eligible.get(i);
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

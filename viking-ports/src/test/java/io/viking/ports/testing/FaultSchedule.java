package io.viking.ports.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Faults of an {@link EtcdCluster}, one after the other, chosen at random from a seed: a member is
 * killed or frozen, the leader most of all, and comes back after a moment; now and then two are
 * away at the same time, so that the cluster can answer nobody. For one thread.
 */
public final class FaultSchedule {
  private static final Duration SHORTEST_FAULT = Duration.ofMillis(300);
  private static final Duration LONGEST_FAULT = Duration.ofMillis(3500);
  private static final Duration SHORTEST_PEACE = Duration.ofMillis(500);
  private static final Duration LONGEST_PEACE = Duration.ofSeconds(2);

  private final EtcdCluster etcd;
  private final Random random;
  private final List<String> faults = new ArrayList<>();

  /** Faults of that cluster. */
  public FaultSchedule(EtcdCluster etcd, long seed) {
    this.etcd = etcd;
    this.random = new Random(seed);
  }

  /** What was done, in order, each as in {@code kill the leader, member 2}. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * One fault, its end, and some time in peace.
   *
   * @param pause waits that long
   */
  public void next(Consumer<Duration> pause) {
    int first = random.nextInt(100) < 65 ? etcd.awaitLeader() : random.nextInt(EtcdCluster.MEMBERS);
    boolean leads = etcd.leader().orElse(-1) == first;
    strike(first, leads ? "the leader, " : "");
    if (random.nextInt(100) < 20) {
      strike((first + 1 + random.nextInt(EtcdCluster.MEMBERS - 1)) % EtcdCluster.MEMBERS, "also ");
    }
    pause.accept(between(SHORTEST_FAULT, LONGEST_FAULT));
    etcd.heal();
    pause.accept(between(SHORTEST_PEACE, LONGEST_PEACE));
  }

  private void strike(int member, String role) {
    boolean kill = random.nextBoolean();
    if (kill) {
      etcd.kill(member);
    } else {
      etcd.freeze(member);
    }
    faults.add((kill ? "kill " : "freeze ") + role + "member " + member);
  }

  private Duration between(Duration shortest, Duration longest) {
    return shortest.plusMillis(random.nextLong(longest.minus(shortest).toMillis()));
  }
}

package io.viking.docker.reconcile;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualState;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.StackCatalog;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps a cluster from being emptied by accident: what would lose more than half of what is
 * deployed, and more than {@link #FEW} instances, needs somebody's yes.
 *
 * <p>What counts is what people ask for (a job that is gone, a smaller scale), not what has to go
 * because it is too much after a host came back.
 *
 * @param losing the services that would lose instances
 * @param loss how many instances
 * @param deployed how many there are, at most as many as their jobs asked for
 */
public record RemovalGuard(Set<ServiceName> losing, int loss, int deployed) {
  /** As many may always go. */
  public static final int FEW = 3;

  /** Copies the set. */
  public RemovalGuard {
    losing = Set.copyOf(losing);
  }

  /**
   * What would be lost.
   *
   * @param wanted what is to be
   * @param scope the services that are looked after; one that is not wanted is removed
   */
  public static RemovalGuard of(StackCatalog wanted, Set<ServiceName> scope, ActualState actual) {
    Map<ServiceName, Integer> running = new TreeMap<>();
    Map<ServiceName, Integer> scales = new TreeMap<>();
    for (ActualHost host : actual.hosts()) {
      for (ActualInstance instance : host.instances()) {
        ServiceName service = instance.id().service();
        running.merge(service, 1, Integer::sum);
        int scale = instance.definition().map(Job::scale).orElse(Integer.MAX_VALUE);
        scales.merge(service, scale, Integer::max);
      }
    }
    running.keySet().retainAll(scope);
    Set<ServiceName> losing = new TreeSet<>();
    int loss = 0;
    int deployed = 0;
    for (Map.Entry<ServiceName, Integer> entry : running.entrySet()) {
      ServiceName service = entry.getKey();
      int had = Math.min(entry.getValue(), scales.getOrDefault(service, 0));
      int lost = had - Math.min(had, wanted.find(service).map(Job::scale).orElse(0));
      deployed += had;
      loss += lost;
      if (lost > 0) {
        losing.add(service);
      }
    }
    return new RemovalGuard(losing, loss, deployed);
  }

  /** Whether it is so much that somebody has to say yes. */
  public boolean needsYes() {
    return loss > FEW && loss * 2 > deployed;
  }

  /** {@code 5 of 8 instances would be removed, of app/db, app/web}. */
  public String reason() {
    return loss
        + " of "
        + deployed
        + " instances would be removed, of "
        + String.join(", ", new TreeSet<>(losing).stream().map(ServiceName::path).toList());
  }
}

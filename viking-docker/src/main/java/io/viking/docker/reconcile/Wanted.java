package io.viking.docker.reconcile;

import io.viking.model.ServiceName;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be, after one reading.
 *
 * @param stacks what is to be; each job as it was last right
 * @param untouched services that have a file, and of which no right version is known: they stay as
 *     they are. Their jobs are in the catalog, for those that link to them, if they are deployed
 * @param gone the stacks whose folder is gone, each as it was last
 * @param faults what is wrong, by what it is about
 */
public record Wanted(
    StackCatalog stacks,
    Set<ServiceName> untouched,
    Set<StackName> gone,
    SortedMap<String, String> faults) {
  /** Copies the sets and the map. */
  public Wanted {
    untouched = Set.copyOf(untouched);
    gone = Set.copyOf(gone);
    faults = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(faults)));
  }
}

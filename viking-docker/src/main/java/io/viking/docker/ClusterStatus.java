package io.viking.docker;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What runs, as far as it could be read.
 *
 * @param instances every container of viking's on the hosts that answered, sorted by id
 * @param silentHosts the names of the hosts whose engines did not answer, each with the reason
 */
public record ClusterStatus(List<InstanceStatus> instances, SortedMap<String, String> silentHosts) {
  /** Copies both. */
  public ClusterStatus {
    instances = List.copyOf(instances);
    silentHosts = Collections.unmodifiableSortedMap(new TreeMap<>(silentHosts));
  }
}

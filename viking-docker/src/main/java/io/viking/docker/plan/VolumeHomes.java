package io.viking.docker.plan;

import io.viking.model.Job;
import io.viking.model.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which host each volume is on, or will be once the plan so far has been carried out. */
final class VolumeHomes {
  private final Map<String, String> recorded;
  private final Map<String, List<String>> holders = new HashMap<>();
  private final Map<String, String> claimed = new HashMap<>();

  VolumeHomes(ActualState actual) {
    recorded = actual.volumeHomes();
    for (ActualHost host : actual.hosts()) {
      for (String volume : host.volumes()) {
        holders.computeIfAbsent(volume, any -> new ArrayList<>(1)).add(host.host().name());
      }
    }
  }

  /** The host that each of the job's volumes is on; volumes that are nowhere yet are left out. */
  Map<String, String> of(ServiceName service, Job job) {
    Map<String, String> homes = new TreeMap<>();
    for (String volume : volumes(service, job)) {
      home(volume).ifPresent(home -> homes.put(volume, home));
    }
    return homes;
  }

  /** The job's volumes that are nowhere yet will be on that host. */
  void claim(ServiceName service, Job job, String host) {
    volumes(service, job).forEach(volume -> claimed.putIfAbsent(volume, host));
  }

  private Optional<String> home(String volume) {
    List<String> found = holders.getOrDefault(volume, List.of());
    String record = recorded.get(volume);
    if (!found.isEmpty()) {
      return Optional.of(record != null && found.contains(record) ? record : found.get(0));
    }
    return Optional.ofNullable(record != null ? record : claimed.get(volume));
  }

  private static List<String> volumes(ServiceName service, Job job) {
    // A read-only volume is data that some service of the stack writes: it has a home just the
    // same.
    return job.volumes().stream()
        .map(volume -> volume.volumeName(service))
        .flatMap(Optional::stream)
        .toList();
  }
}

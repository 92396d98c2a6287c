package io.viking.docker.engine;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.command.ListVolumesResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the names of volumes. */
final class VolumeReader {
  private VolumeReader() {}

  static Set<String> names(ListVolumesResponse response) {
    return Stream.ofNullable(response.getVolumes())
        .flatMap(List::stream)
        .map(InspectVolumeResponse::getName)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

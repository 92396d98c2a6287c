package io.viking.model.yaml;

import io.viking.model.VolumeMount;
import io.viking.model.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code volume}. */
final class VolumesReader {
  private final Values values;

  VolumesReader(Values values) {
    this.values = values;
  }

  List<VolumeMount> read(Form form, Node value) {
    List<VolumeMount> volumes = new ArrayList<>();
    Map<String, Scalar> targets = new HashMap<>();
    for (Scalar scalar : values.scalars(form, value)) {
      if (scalar.text().startsWith(".") || scalar.text().startsWith("~")) {
        relative(form, scalar);
        continue;
      }
      values
          .parse(form, scalar, VolumeMount::parse)
          .ifPresent(
              volume -> {
                Scalar first = targets.putIfAbsent(volume.target(), scalar);
                if (first != null) {
                  values.twice("path '" + volume.target() + "' in `volume`", scalar, first);
                } else {
                  volumes.add(volume);
                }
              });
    }
    return volumes;
  }

  private void relative(Form form, Scalar scalar) {
    values.fault(
        form,
        scalar.place(),
        ": '" + Quote.shorten(scalar.text()) + "' is not an absolute path.",
        "write the whole path, such as `/srv/data:/data`.",
        "The job may run on any host, where the folder of this file does not exist.");
  }
}

package io.viking.docker.launch;

import io.viking.model.ExposedPort;
import java.util.List;

/**
 * What an image says of itself.
 *
 * @param id the image's id, {@code sha256:...}
 * @param exposedPorts its EXPOSE, sorted
 */
public record ImageDetails(String id, List<ExposedPort> exposedPorts) {
  /** Copies the list. */
  public ImageDetails {
    exposedPorts = List.copyOf(exposedPorts);
  }
}

package io.viking.docker.engine;

import io.viking.model.ExposedPort;
import java.util.List;

/**
 * What an engine knows of an image.
 *
 * @param id {@code sha256:...}
 * @param exposedPorts its EXPOSE, sorted
 */
public record ImageFacts(String id, List<ExposedPort> exposedPorts) {
  /** Copies the list. */
  public ImageFacts {
    exposedPorts = List.copyOf(exposedPorts);
  }
}

package io.viking.docker.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.BindOptions;

/** A bind without what is mounted below it: engine API 1.40, which docker-java has no field for. */
final class FlatBindOptions extends BindOptions {
  private static final long serialVersionUID = 1L;

  @JsonProperty("NonRecursive")
  boolean isNonRecursive() {
    return true;
  }
}

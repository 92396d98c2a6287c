package io.viking.docker.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.RestartPolicy;

/**
 * The policy {@code no} by its name. docker-java gives it none, which an engine that is to update a
 * container takes for no change at all (moby, daemon/update.go).
 */
final class NoRestart extends RestartPolicy {
  private static final long serialVersionUID = 1L;

  @Override
  @JsonProperty("Name")
  public String getName() {
    return "no";
  }
}

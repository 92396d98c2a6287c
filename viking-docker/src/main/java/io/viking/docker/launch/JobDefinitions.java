package io.viking.docker.launch;

import io.viking.model.Job;
import io.viking.model.JobName;
import java.util.Optional;

/** Reads jobs back from the label that holds a container's definition. */
@FunctionalInterface
public interface JobDefinitions {
  /**
   * The job of that name.
   *
   * @param json the job as it was deployed
   * @return empty if the text cannot be read, as one that a newer viking wrote
   */
  Optional<Job> read(JobName name, String json);

  /** Reads nothing: instances come without their definition. */
  static JobDefinitions none() {
    return (name, json) -> Optional.empty();
  }
}

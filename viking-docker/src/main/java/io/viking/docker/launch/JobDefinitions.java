package io.viking.docker.launch;

import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.yaml.StackParser;
import java.util.Optional;

/** Reads jobs back from the label that holds a container's definition. */
@FunctionalInterface
public interface JobDefinitions {
  /** What {@link #json} names as the file of what it reads: {@link io.viking.model.Place#file}. */
  String LABEL = "label viking.definition";

  /**
   * The job of that name.
   *
   * @param json the job as it was deployed
   * @return empty if the text cannot be read, as one that a newer viking wrote
   */
  Optional<Job> read(JobName name, String json);

  /** Reads what viking writes: a job as JSON. */
  static JobDefinitions json() {
    StackParser parser = StackParser.create();
    return (name, json) -> {
      try {
        return Optional.of(parser.parseJob(name, LABEL, json));
      } catch (InvalidStackException e) {
        return Optional.empty();
      }
    };
  }

  /** Reads nothing: instances come without their definition. */
  static JobDefinitions none() {
    return (name, json) -> Optional.empty();
  }
}

package io.viking.docker.agent;

import io.viking.model.Health;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.yaml.StackParser;
import java.util.Optional;
import java.util.function.Function;

/** Reads a job's health from the text of its {@code viking.definition} label. */
final class DefinitionHealth implements Function<String, Optional<Health>> {
  // The label does not say the job's name, and the health does not depend on it.
  private static final JobName ANY = JobName.of("job");

  private final StackParser parser = StackParser.create();

  @Override
  public Optional<Health> apply(String definition) {
    Job job = parser.parseJob(ANY, "viking.definition", definition);
    return job.health();
  }
}

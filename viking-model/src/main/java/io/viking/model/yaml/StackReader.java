package io.viking.model.yaml;

import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the jobs of a stack file. */
final class StackReader {
  private static final Form FILE = new Form("file", "a map of jobs", "web: {image: nginx}");
  private static final String EXTENSION = "x-";
  private static final int MOST_JOBS = 10_000;

  /** What else stands at the top of a Compose file. */
  private static final Set<String> COMPOSE_KEYS =
      Set.of("version", "name", "services", "networks", "volumes", "configs", "secrets");

  private final StackName name;
  private final Source source;
  private final Faults faults;
  private final boolean jobsOnly;

  StackReader(StackName name, Source source, Faults faults) {
    this(name, source, faults, false);
  }

  private StackReader(StackName name, Source source, Faults faults, boolean jobsOnly) {
    this.name = name;
    this.source = source;
    this.faults = faults;
    this.jobsOnly = jobsOnly;
  }

  /** A reader to which every key is a job. */
  static StackReader ofJobsOnly(StackName name, Source source, Faults faults) {
    return new StackReader(name, source, faults, true);
  }

  /** The stack with the jobs that could be read; the faults say whether it is whole. */
  Stack read() {
    return NodeReader.read(source, faults)
        .map(root -> Stack.of(name, jobs(root)))
        .orElseGet(() -> Stack.of(name, List.of()));
  }

  private List<Job> jobs(Node root) {
    if (!(root instanceof Fields map)) {
      faults.add(
          root.place(),
          "a stack file must be a map of jobs but is " + root.kind() + ".",
          FILE.fix());
      return List.of();
    }
    Map<String, Field> fields = new Values("stack '" + name + "'", faults).unique(map, "job");
    List<Job> jobs = new ArrayList<>();
    if (fields.size() > MOST_JOBS) {
      faults.add(
          root.place(),
          "the file has " + fields.size() + " jobs, more than " + MOST_JOBS + ".",
          "split it into several stacks.");
      return jobs;
    }
    for (Field field : fields.values()) {
      if (jobsOnly || !field.name().startsWith(EXTENSION)) {
        read(field, jobs);
      }
    }
    if (jobs.isEmpty() && faults.isEmpty()) {
      faults.add(root.place(), "stack '" + name + "' has no jobs.", FILE.fix());
    }
    return jobs;
  }

  private void read(Field field, List<Job> jobs) {
    if (!jobsOnly && isComposeKey(field)) {
      faults.add(
          field.key().place(),
          "`" + field.name() + "` is a key of Compose, not a job.",
          field.name().equals("services")
              ? "move the jobs below it one level up."
              : "remove it: a stack file holds nothing but jobs.");
    } else if (JobNames.check(field.key(), faults)) {
      JobName job = JobName.of(field.name());
      jobs.add(new JobReader(job, field.key().place(), faults).read(field.value()));
    }
  }

  /** A job may be called so, too; then it has an image. */
  private static boolean isComposeKey(Field field) {
    return COMPOSE_KEYS.contains(field.name())
        && (field.value() instanceof Scalar
            || (field.value() instanceof Fields map
                && map.fields().stream().noneMatch(f -> JobKey.of(f.name()).isPresent())));
  }
}

package io.viking.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A named set of jobs, in the order in which they were written. */
public final class Stack {
  private final StackName name;
  private final Map<JobName, Job> jobs;

  private Stack(StackName name, Map<JobName, Job> jobs) {
    this.name = name;
    this.jobs = jobs;
  }

  /**
   * The stack of these jobs.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public static Stack of(StackName name, Collection<Job> jobs) {
    Map<JobName, Job> byName = new LinkedHashMap<>();
    for (Job job : jobs) {
      if (byName.put(job.name(), job) != null) {
        throw new IllegalArgumentException(
            "stack '" + name + "' has two jobs named '" + job.name() + "'");
      }
    }
    return new Stack(name, Collections.unmodifiableMap(byName));
  }

  /** The stack of these jobs. */
  public static Stack of(String name, Job... jobs) {
    return of(StackName.of(name), List.of(jobs));
  }

  /** The stack's name. */
  public StackName name() {
    return name;
  }

  /** The jobs by name, in the written order; unmodifiable. */
  public Map<JobName, Job> jobs() {
    return jobs;
  }

  /** That job, or empty. */
  public Optional<Job> job(JobName job) {
    return Optional.ofNullable(jobs.get(job));
  }

  /** This stack with that job added, or put in the place of the one of its name. */
  public Stack with(Job job) {
    return with(List.of(job));
  }

  /** This stack with those jobs, each as {@link #with(Job)} puts it; the last of a name. */
  public Stack with(Collection<Job> added) {
    Map<JobName, Job> changed = new LinkedHashMap<>(jobs);
    added.forEach(job -> changed.put(job.name(), job));
    return new Stack(name, Collections.unmodifiableMap(changed));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Stack stack && name.equals(stack.name) && jobs.equals(stack.jobs);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + jobs.hashCode();
  }

  @Override
  public String toString() {
    return "Stack " + name + jobs.values();
  }
}

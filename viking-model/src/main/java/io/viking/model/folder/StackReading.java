package io.viking.model.folder;

import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Problem;
import io.viking.model.Stack;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What could be read of one stack's folder. A job is in one of the two maps as long as it has a
 * file, whatever is in it.
 *
 * @param unreadable why the folder's files are not known; both maps are empty then
 * @param jobs the jobs whose files are right, by name
 * @param faults the faults of the other jobs' files, by the job's name
 * @param problems faults that belong to no job, such as a file that is not named after one
 */
public record StackReading(
    Optional<Problem> unreadable,
    SortedMap<JobName, Job> jobs,
    SortedMap<JobName, List<Problem>> faults,
    List<Problem> problems) {

  /** Copies all. */
  public StackReading {
    jobs = Collections.unmodifiableSortedMap(new TreeMap<>(jobs));
    faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
    problems = List.copyOf(problems);
  }

  /** The reading of a stack without a fault. */
  public static StackReading of(Stack stack) {
    return new StackReading(
        Optional.empty(), new TreeMap<>(stack.jobs()), new TreeMap<>(), List.of());
  }

  static StackReading unreadable(Problem why) {
    return new StackReading(Optional.of(why), new TreeMap<>(), new TreeMap<>(), List.of());
  }

  /** Whether the job has a file, right or not. */
  public boolean has(JobName job) {
    return jobs.containsKey(job) || faults.containsKey(job);
  }
}

package io.viking.docker;

import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Problem;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.folder.FolderReading;
import io.viking.model.folder.StackReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A deployment folder in memory, whose files break, and whose folders go and come back. */
final class SimulatedFolder {
  private static final Problem FAULT = Problem.builder().message("broken by the test.").build();

  private final SortedMap<ServiceName, Job> files = new TreeMap<>();
  private final Set<ServiceName> broken = new TreeSet<>();
  private final Set<StackName> gone = new TreeSet<>();
  private boolean unreadable;
  private boolean emptied;

  void write(StackName stack, Job job) {
    files.put(new ServiceName(stack, job.name()), job);
  }

  void delete(ServiceName service) {
    files.remove(service);
    broken.remove(service);
  }

  void breakFile(ServiceName service) {
    broken.add(service);
  }

  /** Not while all files are away: what is left of a third of them is not too much to remove. */
  void deleteFolder(StackName stack) {
    if (!emptied) {
      gone.add(stack);
    }
  }

  void unreadable(boolean now) {
    unreadable = now;
  }

  /** All files are away, and the folders are not. */
  void emptied(boolean now) {
    gone.clear();
    emptied = now;
  }

  /** Mends everything. */
  void mend() {
    broken.clear();
    gone.clear();
    unreadable = false;
    emptied = false;
  }

  List<ServiceName> services() {
    return new ArrayList<>(files.keySet());
  }

  /** What is written, whatever is broken. */
  Map<ServiceName, Job> files() {
    return new TreeMap<>(files);
  }

  /** Whether a person who looks at the file sees it, and would mean it. */
  boolean isInForce(ServiceName service) {
    return isInForce(service.stack()) && !broken.contains(service);
  }

  /** Whether a file that is not there is one that somebody deleted. */
  boolean isInForce(StackName stack) {
    return !unreadable && !emptied && !gone.contains(stack);
  }

  @Override
  public String toString() {
    return "broken "
        + broken
        + ", folders gone "
        + gone
        + (unreadable ? ", unreadable" : "")
        + (emptied ? ", all files gone" : "");
  }

  FolderReading read() {
    if (unreadable) {
      return FolderReading.unreadable(FAULT);
    }
    SortedMap<StackName, List<Job>> stacks = new TreeMap<>();
    files.forEach(
        (name, job) -> stacks.computeIfAbsent(name.stack(), any -> new ArrayList<>()).add(job));
    SortedMap<StackName, StackReading> readings = new TreeMap<>();
    stacks.forEach(
        (name, jobs) -> {
          if (!gone.contains(name)) {
            readings.put(name, reading(Stack.of(name, emptied ? List.of() : jobs)));
          }
        });
    return new FolderReading(Optional.empty(), readings, List.of());
  }

  private StackReading reading(Stack stack) {
    SortedMap<JobName, Job> jobs = new TreeMap<>();
    SortedMap<JobName, List<Problem>> faults = new TreeMap<>();
    stack
        .jobs()
        .forEach(
            (name, job) -> {
              if (broken.contains(new ServiceName(stack.name(), name))) {
                faults.put(name, List.of(FAULT));
              } else {
                jobs.put(name, job);
              }
            });
    return new StackReading(Optional.empty(), jobs, faults, List.of());
  }
}

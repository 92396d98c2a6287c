package io.viking.docker;

import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Problem;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.folder.FolderReading;
import io.viking.model.folder.StackReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A deployment folder in memory, whose files break, and whose folders go and come back. */
final class SimulatedFolder implements Supplier<FolderReading> {
  private static final Problem FAULT = Problem.builder().message("broken by the test.").build();

  private final SortedMap<ServiceName, Job> files = new TreeMap<>();
  private final Set<ServiceName> broken = new TreeSet<>();
  private final Set<StackName> gone = new TreeSet<>();
  private boolean unreadable;

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

  void deleteFolder(StackName stack) {
    gone.add(stack);
  }

  void unreadable(boolean now) {
    unreadable = now;
  }

  /** Mends everything. */
  void mend() {
    broken.clear();
    gone.clear();
    unreadable = false;
  }

  List<ServiceName> services() {
    return new ArrayList<>(files.keySet());
  }

  Job job(ServiceName service) {
    return Optional.ofNullable(files.get(service)).orElseThrow();
  }

  /** What is written, whatever is broken. */
  StackCatalog catalog() {
    SortedMap<StackName, List<Job>> stacks = new TreeMap<>();
    files.forEach(
        (name, job) -> stacks.computeIfAbsent(name.stack(), any -> new ArrayList<>()).add(job));
    List<Stack> all = new ArrayList<>();
    stacks.forEach((name, jobs) -> all.add(Stack.of(name, jobs)));
    return StackCatalog.of(all);
  }

  @Override
  public FolderReading get() {
    if (unreadable) {
      return FolderReading.unreadable(FAULT);
    }
    SortedMap<StackName, StackReading> stacks = new TreeMap<>();
    catalog()
        .stacks()
        .forEach(
            (name, stack) -> {
              if (!gone.contains(name)) {
                stacks.put(name, reading(stack));
              }
            });
    return new FolderReading(Optional.empty(), stacks, List.of());
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

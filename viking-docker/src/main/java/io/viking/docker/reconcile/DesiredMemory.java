package io.viking.docker.reconcile;

import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Problem;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.folder.FolderReading;
import io.viking.model.folder.StackReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is wanted, as it was last right: a file that is broken, or a link that leads nowhere, leaves
 * the version before it; a file that is gone takes its job with it; a folder that is gone or cannot
 * be read takes nothing.
 *
 * <p>Not safe for use by several threads.
 */
public final class DesiredMemory {
  /** Editors replace a file by a new one: it has to be gone for as long to be taken for deleted. */
  public static final Duration GONE_AFTER = Duration.ofSeconds(2);

  private final SortedMap<StackName, SortedMap<JobName, Job>> good = new TreeMap<>();
  private final Map<ServiceName, Instant> missing = new TreeMap<>();

  /** What had a file, and no right version, when it was last read. */
  private Set<ServiceName> leftAlone = Set.of();

  /** Nothing is wanted yet. */
  public DesiredMemory() {}

  /**
   * Takes notice of what was read.
   *
   * @param deployed what runs, as it was deployed
   */
  public Wanted update(FolderReading reading, StackCatalog deployed, Instant now) {
    Faults faults = new Faults();
    Set<ServiceName> untouched = new TreeSet<>();
    Set<StackName> gone = new TreeSet<>();
    SortedMap<StackName, SortedMap<JobName, Job>> next = new TreeMap<>();
    if (reading.unreadable().isPresent()) {
      faults.add("deployment folder", List.of(reading.unreadable().get()), "");
      good.keySet().forEach(stack -> next.put(stack, asBefore(stack, deployed, untouched)));
    } else {
      faults.add("deployment folder", reading.problems(), "");
      reading
          .stacks()
          .forEach(
              (name, stack) -> {
                if (stack.unreadable().isPresent()) {
                  faults.add(name.value(), List.of(stack.unreadable().get()), "");
                  next.put(name, asBefore(name, deployed, untouched));
                } else {
                  next.put(name, jobs(name, stack, deployed, now, untouched, faults));
                }
              });
      good.keySet().removeIf(s -> !next.containsKey(s) && !deployed.stacks().containsKey(s));
      good.keySet().stream().filter(stack -> !next.containsKey(stack)).forEach(gone::add);
      gone.forEach(stack -> next.put(stack, asBefore(stack, deployed, untouched)));
    }
    missing.keySet().removeIf(service -> !isKept(service) && !untouched.contains(service));
    StackCatalog catalog = new LinkCheck(good, deployed, untouched, faults).settle(next);
    remember(next);
    leftAlone = Set.copyOf(untouched);
    return new Wanted(catalog, untouched, gone, faults.bySubject());
  }

  /** Whether some file is about to be taken for deleted, so that looking again soon is worth it. */
  public boolean isChanging() {
    return !missing.isEmpty();
  }

  private boolean isKept(ServiceName service) {
    return leftAlone.contains(service)
        || good.getOrDefault(service.stack(), new TreeMap<>()).containsKey(service.job());
  }

  /** A stack that cannot be read: as it was last right; what else runs of it stays as it is. */
  private SortedMap<JobName, Job> asBefore(
      StackName stack, StackCatalog deployed, Set<ServiceName> untouched) {
    SortedMap<JobName, Job> last = new TreeMap<>(good.getOrDefault(stack, new TreeMap<>()));
    missing.keySet().removeIf(service -> service.stack().equals(stack)); // Nobody has looked since.
    Optional.ofNullable(deployed.stacks().get(stack)).stream()
        .flatMap(running -> running.jobs().keySet().stream())
        .filter(job -> !last.containsKey(job))
        .forEach(job -> untouched.add(new ServiceName(stack, job)));
    return last;
  }

  private SortedMap<JobName, Job> jobs(
      StackName name,
      StackReading reading,
      StackCatalog deployed,
      Instant now,
      Set<ServiceName> untouched,
      Faults faults) {
    SortedMap<JobName, Job> last = good.getOrDefault(name, new TreeMap<>());
    faults.add(name.value(), reading.problems(), "");
    SortedMap<JobName, Job> jobs = new TreeMap<>(reading.jobs());
    reading
        .faults()
        .forEach(
            (job, problems) -> {
              ServiceName service = new ServiceName(name, job);
              Optional<Job> before = Optional.ofNullable(last.get(job));
              before.ifPresentOrElse(old -> jobs.put(job, old), () -> untouched.add(service));
              faults.add(service.path(), problems, consequence(service, before.isPresent()));
            });
    for (JobName job : known(name, last, deployed)) {
      ServiceName service = new ServiceName(name, job);
      if (reading.has(job)) {
        missing.remove(service);
      } else if (now.isBefore(missing.computeIfAbsent(service, any -> now).plus(GONE_AFTER))) {
        Optional.ofNullable(last.get(job))
            .ifPresentOrElse(old -> jobs.put(job, old), () -> untouched.add(service));
      } else {
        missing.remove(service);
      }
    }
    return jobs;
  }

  /**
   * The jobs of the stack that had a file when it was last read, right or not. Of a stack that was
   * never read, what runs of it: whoever brings a folder back makes it before its files.
   */
  private Set<JobName> known(StackName stack, SortedMap<JobName, Job> last, StackCatalog deployed) {
    Set<JobName> known = new TreeSet<>(last.keySet());
    leftAlone.stream()
        .filter(service -> service.stack().equals(stack))
        .forEach(service -> known.add(service.job()));
    if (!good.containsKey(stack)) {
      Optional.ofNullable(deployed.stacks().get(stack))
          .ifPresent(running -> known.addAll(running.jobs().keySet()));
    }
    return known;
  }

  static String consequence(ServiceName service, boolean hasEarlier) {
    return hasEarlier
        ? "The last good version of '" + service.path() + "' stays wanted."
        : "'" + service.path() + "' is left as it is.";
  }

  private void remember(SortedMap<StackName, SortedMap<JobName, Job>> next) {
    good.clear();
    next.forEach((stack, jobs) -> good.put(stack, new TreeMap<>(jobs)));
  }

  /** Puts the last good version in the place of each job whose links are wrong. */
  private record LinkCheck(
      SortedMap<StackName, SortedMap<JobName, Job>> good,
      StackCatalog deployed,
      Set<ServiceName> untouched,
      Faults faults) {

    /** Changes what is wanted until no link is wrong, and gives all that links may lead to. */
    StackCatalog settle(SortedMap<StackName, SortedMap<JobName, Job>> wanted) {
      while (true) {
        StackCatalog catalog = catalog(wanted);
        boolean changed = false;
        for (StackName stack : List.copyOf(wanted.keySet())) {
          if (!catalog.linkProblems(stack).isEmpty()) {
            for (JobName job : List.copyOf(wanted.getOrDefault(stack, new TreeMap<>()).keySet())) {
              changed |= stepBack(new ServiceName(stack, job), wanted, catalog);
            }
          }
        }
        if (!changed) {
          return only(catalog, wanted.keySet());
        }
      }
    }

    private boolean stepBack(
        ServiceName service,
        SortedMap<StackName, SortedMap<JobName, Job>> wanted,
        StackCatalog catalog) {
      List<Problem> problems = catalog.linkProblems(service);
      if (problems.isEmpty()) {
        return false;
      }
      SortedMap<JobName, Job> jobs = wanted.getOrDefault(service.stack(), new TreeMap<>());
      Optional<Job> earlier =
          Optional.ofNullable(
                  good.getOrDefault(service.stack(), new TreeMap<>()).get(service.job()))
              .filter(job -> !job.equals(jobs.get(service.job())));
      boolean helps = earlier.isPresent();
      if (helps) {
        jobs.put(service.job(), earlier.get());
      } else {
        jobs.remove(service.job());
        untouched.add(service);
      }
      faults.add(service.path(), problems, consequence(service, helps));
      return true;
    }

    private StackCatalog catalog(SortedMap<StackName, SortedMap<JobName, Job>> wanted) {
      List<Stack> stacks = new ArrayList<>();
      wanted.forEach(
          (name, jobs) -> {
            SortedMap<JobName, Job> all = new TreeMap<>(jobs);
            untouched.stream()
                .filter(service -> service.stack().equals(name))
                .forEach(s -> deployed.find(s).ifPresent(job -> all.putIfAbsent(s.job(), job)));
            stacks.add(Stack.of(name, all.values()));
          });
      return deployed.with(stacks);
    }

    private static StackCatalog only(StackCatalog catalog, Set<StackName> names) {
      return StackCatalog.of(
          catalog.stacks().values().stream().filter(s -> names.contains(s.name())).toList());
    }
  }
}

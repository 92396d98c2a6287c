package io.viking.model.yaml;

import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.Problem;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads stack files and job files, YAML or JSON. Safe for use by several threads.
 *
 * <pre>{@code
 * Stack shared = StackParser.create().parse(StackName.of("shared"), Path.of("shared.yml"));
 * }</pre>
 *
 * <p>A file is at most 1 MiB, UTF-8, and nested at most 20 levels deep, with at most 10,000 jobs
 * and lines of 262,144 characters. Every fault of a file is reported, with its place, up to 1,000;
 * of text that is no YAML or JSON at all only the first.
 */
public final class StackParser {
  private StackParser() {}

  /** A parser. */
  public static StackParser create() {
    return new StackParser();
  }

  /**
   * Reads a stack file. Links inside of the stack are checked; those to other stacks are for {@link
   * StackCatalog#linkProblems}.
   *
   * @throws InvalidStackException with all the faults of the file, or if it cannot be read
   */
  public Stack parse(StackName name, Path file) {
    return parse(name, Source.of(file));
  }

  /**
   * Reads the text of a stack file.
   *
   * @param fileName what faults are reported under; text of a name that ends in {@code .json} must
   *     be JSON
   * @throws InvalidStackException with all the faults of the text
   */
  public Stack parse(StackName name, String fileName, String text) {
    return parse(name, Source.of(fileName, text));
  }

  /**
   * Reads a file of what {@link JobWriter#toJson(Stack)} wrote: every key is a job, one that starts
   * with {@code x-} too. Links are not checked.
   *
   * @throws InvalidStackException with all the faults of the file, or if it cannot be read
   */
  public Stack parseWritten(StackName name, Path file) {
    return parseWritten(name, Source.of(file));
  }

  static Stack parseWritten(StackName name, Source source) {
    Faults faults = new Faults();
    Stack stack = StackReader.ofJobsOnly(name, source, faults).read();
    faults.throwIfAny();
    return stack;
  }

  static Stack parse(StackName name, Source source) {
    Faults faults = new Faults();
    Stack stack = new StackReader(name, source, faults).read();
    faults.addAll(StackCatalog.of(List.of(ownLinks(stack))).linkProblems(name));
    faults.throwIfAny();
    return stack;
  }

  /**
   * Reads several stack files and checks the links between them and the known stacks.
   *
   * @param files each stack's file, in the order in which faults are reported
   * @param known stacks that links may also lead to; a file's stack takes the place of a known one
   * @return the known stacks and those of the files
   * @throws InvalidStackException with all the faults of all files
   */
  public StackCatalog parseAll(Map<StackName, Path> files, StackCatalog known) {
    Map<StackName, Faults> faults = new LinkedHashMap<>();
    StackCatalog catalog = known;
    for (Map.Entry<StackName, Path> file : files.entrySet()) {
      Faults own = new Faults();
      faults.put(file.getKey(), own);
      catalog = catalog.with(readAny(file.getKey(), file.getValue(), own));
    }
    return linked(catalog, faults);
  }

  private static Stack readAny(StackName name, Path file, Faults faults) {
    try {
      return new StackReader(name, Source.of(file), faults).read();
    } catch (InvalidStackException e) {
      faults.addAll(e.problems());
      return Stack.of(name, List.of());
    }
  }

  /** Adds the faults of links; a stack that could not be read has none that are known. */
  private static StackCatalog linked(StackCatalog catalog, Map<StackName, Faults> faults) {
    List<Problem> all = new ArrayList<>();
    faults.forEach(
        (name, own) -> {
          Stack stack = stack(catalog, name);
          own.addAll(catalog.with(withoutUnread(stack, catalog, faults)).linkProblems(name));
          all.addAll(own.inFileOrder());
        });
    if (!all.isEmpty()) {
      throw new InvalidStackException(all);
    }
    return catalog;
  }

  private static Stack withoutUnread(
      Stack stack, StackCatalog catalog, Map<StackName, Faults> faults) {
    return keep(
        stack,
        link ->
            link.stack()
                .filter(faults::containsKey)
                .filter(target -> stack(catalog, target).jobs().isEmpty())
                .isEmpty());
  }

  private static Stack stack(StackCatalog catalog, StackName name) {
    return catalog.stacks().getOrDefault(name, Stack.of(name, List.of()));
  }

  private static Stack ownLinks(Stack stack) {
    return keep(stack, link -> link.target(stack.name()).stack().equals(stack.name()));
  }

  private static Stack keep(Stack stack, Predicate<Link> which) {
    return Stack.of(
        stack.name(),
        stack.jobs().values().stream()
            .map(
                job ->
                    job.links().stream().allMatch(which)
                        ? job
                        : Job.builder()
                            .from(job)
                            .links(job.links().stream().filter(which).toList())
                            .build())
            .toList());
  }

  /**
   * Reads a file that holds one job: its keys stand at the top.
   *
   * @throws InvalidStackException with all the faults of the file, or if it cannot be read
   */
  public Job parseJob(JobName name, Path file) {
    return parseJob(name, Source.of(file));
  }

  /**
   * Reads the text of a file that holds one job.
   *
   * @param fileName what faults are reported under
   * @throws InvalidStackException with all the faults of the text
   */
  public Job parseJob(JobName name, String fileName, String text) {
    return parseJob(name, Source.of(fileName, text));
  }

  static Job parseJob(JobName name, Source source) {
    Faults faults = new Faults();
    Job job =
        NodeReader.read(source, faults)
            .map(root -> new JobReader(name, source.start(), faults).read(root))
            .orElseGet(() -> Job.of(name.value(), "missing"));
    faults.throwIfAny();
    return job;
  }
}

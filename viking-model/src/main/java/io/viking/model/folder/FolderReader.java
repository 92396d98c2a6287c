package io.viking.model.folder;

import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Problem;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.yaml.StackParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a deployment folder for somebody who wants all of it right, or else the faults of all its
 * files. For one reading.
 */
final class FolderReader {
  private final Path root;
  private final StackParser parser;
  private final List<Problem> problems = new ArrayList<>();

  FolderReader(Path root, StackParser parser) {
    this.root = root;
    this.parser = parser;
  }

  /**
   * All stacks that have a job.
   *
   * @throws InvalidStackException with the faults of all files
   * @throws UncheckedIOException if a folder cannot be read
   */
  StackCatalog all() {
    List<Stack> stacks =
        stackNames().stream().map(this::read).filter(stack -> !stack.jobs().isEmpty()).toList();
    requireNoFault();
    return StackCatalog.of(stacks);
  }

  /**
   * One stack; without jobs if it has no file.
   *
   * @throws InvalidStackException with the faults of all its files
   * @throws UncheckedIOException if its folder cannot be read
   */
  Stack stack(StackName name) {
    Stack stack = read(name);
    requireNoFault();
    return stack;
  }

  private void requireNoFault() {
    if (!problems.isEmpty()) {
      throw new InvalidStackException(problems);
    }
  }

  private List<StackName> stackNames() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<StackName> names = new ArrayList<>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.sorted().filter(Files::isDirectory).toList()) {
        String name = String.valueOf(entry.getFileName());
        if (StackName.isValid(name)) {
          names.add(StackName.of(name));
        } else if (!name.startsWith(".")) {
          problems.add(FolderLook.badStackName(entry));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + root, e);
    }
    return names;
  }

  private Stack read(StackName name) {
    List<Job> jobs = new ArrayList<>();
    try {
      StackFolder folder = new StackFolder(root, name);
      folder.strayFolder().ifPresent(problems::add);
      problems.addAll(folder.strays().values());
      Map<JobName, JobFile> files = folder.jobs(problems);
      for (JobFile file : files.values()) {
        try {
          jobs.add(parser.parseJob(file.job(), file.path()));
        } catch (InvalidStackException e) {
          problems.addAll(e.problems());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read stack '" + name + "' in " + root, e);
    }
    return Stack.of(name, jobs);
  }
}

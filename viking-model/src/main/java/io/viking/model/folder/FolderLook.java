package io.viking.model.folder;

import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Problem;
import io.viking.model.StackName;
import io.viking.model.yaml.StackParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a deployment folder for somebody who goes on with what is right when a part is wrong. */
final class FolderLook {
  private final Path root;
  private final StackParser parser;

  FolderLook(Path root, StackParser parser) {
    this.root = root;
    this.parser = parser;
  }

  FolderReading read() {
    if (!Files.isDirectory(root)) {
      return FolderReading.unreadable(rootGone());
    }
    SortedMap<StackName, StackReading> stacks = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.sorted().filter(Files::isDirectory).toList()) {
        String name = String.valueOf(entry.getFileName());
        if (StackName.isValid(name)) {
          stacks.put(StackName.of(name), stack(StackName.of(name)));
        } else if (!name.startsWith(".")) {
          problems.add(badStackName(entry));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return FolderReading.unreadable(unreadable("deployment folder '" + root + "'", e));
    }
    return new FolderReading(Optional.empty(), stacks, problems);
  }

  private StackReading stack(StackName name) {
    StackFolder folder = new StackFolder(root, name);
    List<Problem> problems = new ArrayList<>();
    SortedMap<JobName, List<Problem>> faults = new TreeMap<>();
    SortedMap<JobName, Job> jobs = new TreeMap<>();
    try {
      Optional<Problem> stray = folder.strayFolder();
      if (stray.isPresent()) {
        return StackReading.unreadable(stray.get());
      }
      folder
          .strays()
          .forEach(
              (file, problem) -> {
                if (file.isNamed()) {
                  fault(faults, file.job(), problem);
                } else {
                  problems.add(problem);
                }
              });
      SortedMap<JobName, JobFile> files = new TreeMap<>();
      for (JobFile file : folder.files()) {
        if (!file.isNamed()) {
          problems.add(StackFolder.badName(file));
          continue;
        }
        JobFile other = files.putIfAbsent(file.job(), file);
        if (other != null) {
          fault(faults, file.job(), folder.twoFiles(other, file));
        }
      }
      files.values().forEach(file -> parse(file, jobs, faults));
    } catch (IOException | UncheckedIOException e) {
      return StackReading.unreadable(unreadable("folder '" + folder.path() + "'", e));
    }
    jobs.keySet().removeAll(faults.keySet());
    return new StackReading(Optional.empty(), jobs, faults, problems);
  }

  private void parse(
      JobFile file, SortedMap<JobName, Job> jobs, SortedMap<JobName, List<Problem>> faults) {
    try {
      jobs.put(file.job(), parser.parseJob(file.job(), file.path()));
    } catch (InvalidStackException e) {
      e.problems().forEach(problem -> fault(faults, file.job(), problem));
    } catch (UncheckedIOException e) {
      fault(faults, file.job(), unreadable("file '" + file.path() + "'", e));
    }
  }

  private static void fault(
      SortedMap<JobName, List<Problem>> faults, JobName job, Problem problem) {
    faults.computeIfAbsent(job, any -> new ArrayList<>()).add(problem);
  }

  static Problem badStackName(Path folder) {
    return Problem.builder()
        .message("folder " + folder + " is not named after a stack.")
        .addReasons("A stack's name has letters, digits and '-', at most 63 characters.")
        .fix("rename the folder, or put a '.' in front of its name to have it ignored.")
        .build();
  }

  private Problem rootGone() {
    return Problem.builder()
        .message("deployment folder '" + root + "' is not there.")
        .addReasons("What it last said stays wanted.")
        .fix("put it back, or mount its disk.")
        .build();
  }

  private static Problem unreadable(String what, Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return Problem.builder()
        .message(what + " cannot be read: " + cause)
        .addReasons("What it last said stays wanted.")
        .fix("see to its disk and its permissions.")
        .build();
  }
}

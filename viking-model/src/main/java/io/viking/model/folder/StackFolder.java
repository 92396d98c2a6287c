package io.viking.model.folder;

import io.viking.model.JobName;
import io.viking.model.Problem;
import io.viking.model.StackName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of one stack in the deployment folder. */
final class StackFolder {
  private final Path root;
  private final StackName name;

  StackFolder(Path root, StackName name) {
    this.root = root;
    this.name = name;
  }

  Path path() {
    return root.resolve(name.value());
  }

  /** Where deploy writes that job. */
  Path fileOf(JobName job) {
    return path().resolve(job + ".yaml");
  }

  /** The job files by file name, whether their names are good or not; others are left out. */
  List<JobFile> files() throws IOException {
    if (!Files.isDirectory(path()) || !staysInside(path())) {
      return List.of();
    }
    List<JobFile> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(path())) {
      for (Path entry : entries.sorted().toList()) {
        if (Files.isRegularFile(entry) && staysInside(entry)) {
          JobFile.of(entry).ifPresent(files::add);
        }
      }
    }
    return files;
  }

  /** One file for each job; bad names and a second file for a job go to the problems. */
  Map<JobName, JobFile> jobs(List<Problem> problems) throws IOException {
    Map<JobName, JobFile> jobs = new TreeMap<>();
    for (JobFile file : files()) {
      if (!file.isNamed()) {
        problems.add(badName(file));
        continue;
      }
      JobFile other = jobs.putIfAbsent(file.job(), file);
      if (other != null) {
        problems.add(twoFiles(other, file));
      }
    }
    return jobs;
  }

  /** Job files that are links which lead out of the folder or nowhere, by name; not read. */
  Map<JobFile, Problem> strays() throws IOException {
    Map<JobFile, Problem> strays = new LinkedHashMap<>();
    if (!Files.isDirectory(path()) || !staysInside(path())) {
      return strays;
    }
    try (Stream<Path> entries = Files.list(path())) {
      for (Path entry : entries.filter(Files::isSymbolicLink).sorted().toList()) {
        boolean fine = Files.exists(entry) && staysInside(entry);
        JobFile.of(entry).filter(file -> !fine).ifPresent(f -> strays.put(f, stray(f.path())));
      }
    }
    return strays;
  }

  /**
   * Why the stack's folder is not read, if it is a link that leads out of the deployment folder.
   */
  Optional<Problem> strayFolder() throws IOException {
    return Files.exists(path()) && !staysInside(path())
        ? Optional.of(stray(path()))
        : Optional.empty();
  }

  /** Links to files elsewhere are not followed: whoever may write here could read what we can. */
  private boolean staysInside(Path path) throws IOException {
    return path.toRealPath().startsWith(root.toRealPath());
  }

  private Problem stray(Path link) {
    return Problem.builder()
        .message(link + " is a symbolic link that leads " + where(link) + ".")
        .addReasons("Links are followed within the deployment folder only.")
        .fix("put the file itself there, or mount its folder below " + root + ".")
        .build();
  }

  private static String where(Path link) {
    return Files.exists(link) ? "out of the deployment folder" : "nowhere";
  }

  Problem twoFiles(JobFile one, JobFile other) {
    return Problem.builder()
        .message(
            "job '"
                + name
                + "/"
                + one.name()
                + "' has two files: "
                + one.path()
                + " and "
                + other.path()
                + ".")
        .addReasons("Which of them is meant cannot be known.")
        .fix("remove one of them.")
        .build();
  }

  static Problem badName(JobFile file) {
    return Problem.builder()
        .message("file " + file.path() + " is not named after a job.")
        .addReasons(
            "A job's name has letters, digits and '-', starts with a letter or digit, and has at"
                + " most 63 characters.")
        .fix("rename the file, or put a '.' in front of its name to have it ignored.")
        .build();
  }
}

package io.viking.model.folder;

import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Problem;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.yaml.JobWriter;
import io.viking.model.yaml.StackParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The desired state on disk: {@code <root>/<stack>/<job>.yaml}, {@code .yml} or {@code .json}, one
 * file for each job. Deploy writes its jobs here; people add, change and remove files by hand.
 *
 * <p>A file that deploy wrote starts with a comment that says so. Files without it were placed by
 * hand: deploy reads them and never removes them. Hidden files, editors' backups and files of other
 * extensions are ignored. Symbolic links are followed within the folder, as Kubernetes mounts
 * files; one that leads out of it or nowhere is a fault, and nothing is written through one.
 *
 * <p>Beside its job files a stack has the versions of it that were deployed, in {@code .history}.
 *
 * <p>Each file is replaced atomically. Safe for use by several threads as far as the folder's files
 * are: the last writer of a job wins.
 */
public final class DeploymentFolder {
  private final Path root;
  private final StackParser parser = StackParser.create();

  private DeploymentFolder(Path root) {
    this.root = root;
  }

  /** The deployment folder at that path; it is made when the first stack is written. */
  public static DeploymentFolder at(Path root) {
    return new DeploymentFolder(root);
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /**
   * All stacks. Links are not checked; see {@link StackCatalog#linkProblems}.
   *
   * @return the catalog; empty if the folder is or does not exist
   * @throws InvalidStackException with the faults of all files
   * @throws UncheckedIOException if a folder cannot be read
   */
  public StackCatalog read() {
    return new FolderReader(root, parser).all();
  }

  /**
   * What can be read of the folder now, and what cannot; never throws for what is wrong in it or
   * with it. Links are not checked; see {@link StackCatalog#linkProblems}.
   */
  public FolderReading look() {
    return new FolderLook(root, parser).read();
  }

  /**
   * One stack, hand-placed jobs included. Links are not checked.
   *
   * @return the stack; empty if it has no job file
   * @throws InvalidStackException with the faults of all its files
   * @throws UncheckedIOException if its folder cannot be read
   */
  public Optional<Stack> stack(StackName name) {
    return Optional.of(new FolderReader(root, parser).stack(name))
        .filter(stack -> !stack.jobs().isEmpty());
  }

  /**
   * The jobs of a stack whose files deploy did not write.
   *
   * @return their names, sorted; empty if there is none
   * @throws UncheckedIOException if the folder or a file cannot be read
   */
  public Set<JobName> handPlaced(StackName name) {
    Set<JobName> jobs = new TreeSet<>();
    for (JobFile file : files(name)) {
      if (file.isNamed() && !EditableFile.isMarked(file.path())) {
        jobs.add(file.job());
      }
    }
    return jobs;
  }

  /**
   * Writes each job of the stack to its file, and removes the files of jobs that the stack no
   * longer has, if deploy wrote them. A file with other content that a person placed or edited is
   * kept beside it as {@code .bak} first.
   *
   * @throws InvalidStackException if a job of the stack has a hand-placed file of another
   *     extension, so that it would have two, or the stack's folder is a link that leads out of
   *     this one; nothing is written then
   * @throws UncheckedIOException if a file cannot be written
   */
  public void write(Stack stack) {
    StackFolder folder = ownFolder(stack.name());
    List<JobFile> files = files(stack.name());
    refuseSecondFiles(stack, folder, files);
    try {
      Files.createDirectories(folder.path());
      for (Job job : stack.jobs().values()) {
        EditableFile.replace(folder.fileOf(job.name()), WrittenFile.mark(JobWriter.toYaml(job)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write stack '" + stack.name() + "' to " + root, e);
    }
    files.stream()
        .filter(file -> file.isNamed() && stack.job(file.job()).isEmpty())
        .filter(file -> EditableFile.isMarked(file.path()))
        .map(JobFile::path)
        .forEach(EditableFile::remove);
  }

  /**
   * Writes one job of a stack to the file that it has, whatever its extension, or to a new one; the
   * stack's other files are left alone. A file that a person placed stays theirs, and what it held
   * is kept beside it as {@code .bak}.
   *
   * @throws InvalidStackException if the stack's folder is a link that leads out of this one
   * @throws UncheckedIOException if the file cannot be written
   */
  public void write(StackName stack, Job job) {
    StackFolder folder = ownFolder(stack);
    Path file =
        files(stack).stream()
            .filter(present -> present.isNamed() && present.job().equals(job.name()))
            .map(JobFile::path)
            .findFirst()
            .orElseGet(() -> folder.fileOf(job.name()));
    boolean json = file.toString().endsWith(".json");
    String text = json ? JobWriter.toJson(job) + "\n" : JobWriter.toYaml(job);
    boolean placedByHand = Files.exists(file) && !EditableFile.isMarked(file);
    try {
      Files.createDirectories(folder.path());
      EditableFile.replace(file, placedByHand ? text : WrittenFile.mark(text));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write job '" + stack + "/" + job.name() + "'", e);
    }
  }

  private void refuseSecondFiles(Stack stack, StackFolder folder, List<JobFile> files) {
    List<Problem> problems = new ArrayList<>();
    for (JobFile file : files) {
      if (file.isNamed() && stack.job(file.job()).isPresent()) {
        Path own = folder.fileOf(file.job());
        if (!file.path().equals(own)) {
          problems.add(
              Problem.builder()
                  .message("deploy would write " + own + " beside " + file.path() + ".")
                  .addReasons(
                      "Job '" + stack.name() + "/" + file.name() + "' would have two files.")
                  .fix("remove " + file.path() + ", or take the job out of the stack file.")
                  .build());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidStackException(problems);
    }
  }

  /**
   * Removes the files of a stack that deploy wrote, and its folder if that is empty then. A file
   * that was edited since is kept as {@code .bak}; hand-placed ones stay.
   *
   * @throws UncheckedIOException if a file cannot be removed
   */
  public void remove(StackName name) {
    files(name).stream()
        .filter(file -> EditableFile.isMarked(file.path()))
        .map(JobFile::path)
        .forEach(EditableFile::remove);
    removeIfEmpty(new StackFolder(root, name).path());
  }

  /**
   * Removes a job's file, whoever wrote it. What a person placed or edited is kept as {@code .bak}.
   *
   * @throws UncheckedIOException if the file cannot be removed
   */
  public void remove(ServiceName service) {
    files(service.stack()).stream()
        .filter(file -> file.name().equals(service.job().value()))
        .map(JobFile::path)
        .forEach(EditableFile::remove);
    removeIfEmpty(new StackFolder(root, service.stack()).path());
  }

  /**
   * Keeps that stack as the newest version of itself, unless the newest one is like it; the last 10
   * are kept. A stack without jobs is not.
   *
   * @param stack what has been deployed, hand-placed jobs included
   * @throws InvalidStackException if the stack's folder is a link that leads out of this one
   * @throws UncheckedIOException if the version cannot be written
   */
  public void keepVersion(Stack stack) {
    if (stack.jobs().isEmpty()) {
      return;
    }
    try {
      new StackHistory(ownFolder(stack.name()).path(), stack.name()).add(stack);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep this version of stack '" + stack.name() + "' in " + root, e);
    }
  }

  /**
   * The newest version kept that differs from what the folder holds of that stack now.
   *
   * @return empty if there is none
   * @throws InvalidStackException if a version cannot be read
   * @throws UncheckedIOException if the folder cannot be read
   */
  public Optional<Stack> earlierVersion(StackName name) {
    try {
      return history(name).newestOtherThan(readable(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the history of '" + name + "' in " + root, e);
    }
  }

  /** What cannot be read is no version that was kept. */
  private Optional<Stack> readable(StackName name) {
    try {
      return stack(name);
    } catch (InvalidStackException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes the stack's files say that and nothing else: each job is written to the file that it has,
   * or to a new one, and the files of other jobs are removed, whoever wrote them. What a person
   * placed or edited is kept as {@code .bak}.
   *
   * @throws UncheckedIOException if a file cannot be written or removed
   */
  public void restore(Stack stack) {
    stack.jobs().values().forEach(job -> write(stack.name(), job));
    files(stack.name()).stream()
        .filter(file -> file.isNamed() && stack.job(file.job()).isEmpty())
        .map(JobFile::path)
        .forEach(EditableFile::remove);
  }

  private StackHistory history(StackName name) {
    return new StackHistory(new StackFolder(root, name).path(), name);
  }

  /** The stack's folder, which nothing is written through if it is a link that leads elsewhere. */
  private StackFolder ownFolder(StackName name) {
    StackFolder folder = new StackFolder(root, name);
    try {
      folder
          .strayFolder()
          .ifPresent(
              problem -> {
                throw new InvalidStackException(List.of(problem));
              });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read stack '" + name + "' in " + root, e);
    }
    return folder;
  }

  private List<JobFile> files(StackName name) {
    try {
      return new StackFolder(root, name).files();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read stack '" + name + "' in " + root, e);
    }
  }

  private static void removeIfEmpty(Path folder) {
    try {
      if (!Files.isSymbolicLink(folder)) { // Who made that has a reason.
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException e) {
      // Hand-placed files and backups stay.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}

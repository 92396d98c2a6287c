package io.viking.examples.cli;

import io.viking.model.InvalidStackException;
import io.viking.model.Problem;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.yaml.StackParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The stacks a command is about: {@code [NAME=]PATH...}. */
final class StackArguments {
  private static final List<String> FILES = List.of("viking.yml", "viking.yaml", "viking.json");

  @Parameters(
      arity = "0..*",
      paramLabel = "[NAME=]PATH",
      description =
          "A stack file, or a folder with viking.yml, .yaml or .json. The stack is named"
              + " NAME, else --name, else like the folder.")
  private List<String> paths = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The stack's name; for one PATH only.")
  private @Nullable String name;

  /** Whether no path was given. */
  boolean isEmpty() {
    return paths.isEmpty();
  }

  /**
   * Reads them all.
   *
   * @throws InvalidStackException for all faults of all files
   */
  List<Stack> read() {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("no stack was named.\n  Fix: give a PATH, such as '.'");
    }
    if (name != null && paths.size() > 1) {
      throw new IllegalArgumentException(
          "--name goes with one PATH, but there are "
              + paths.size()
              + ".\n  Fix: write NAME=PATH for each.");
    }
    List<Stack> stacks = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String path : paths) {
      try {
        stacks.add(read(path));
      } catch (InvalidStackException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidStackException(problems);
    }
    if (stacks.stream().map(Stack::name).distinct().count() < stacks.size()) {
      throw new IllegalArgumentException(
          "two of the stacks have one name: "
              + stacks.stream().map(Stack::name).toList()
              + ".\n  Fix: write NAME=PATH for each.");
    }
    return stacks;
  }

  private Stack read(String argument) {
    int equals = argument.indexOf('=');
    Path path = Path.of(argument.substring(equals + 1));
    Path file = Files.isDirectory(path) ? fileIn(path) : path;
    String stack =
        equals > 0
            ? argument.substring(0, equals)
            : Optional.ofNullable(name).orElseGet(() -> folderName(file));
    return StackParser.create().parse(StackName.of(stack), file);
  }

  private static Path fileIn(Path folder) {
    List<Path> found = FILES.stream().map(folder::resolve).filter(Files::exists).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "folder '"
              + folder
              + "' must hold one of "
              + String.join(", ", FILES)
              + " but holds "
              + (found.isEmpty() ? "none" : found.size() + " of them")
              + ".");
    }
    return found.get(0);
  }

  private static String folderName(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path last = folder == null ? null : folder.getFileName();
    if (last == null || !StackName.isValid(last.toString())) {
      throw new IllegalArgumentException(
          "the folder of '"
              + file
              + "' cannot serve as the stack's name.\n  Fix: give one with --name, or NAME=PATH");
    }
    return last.toString();
  }
}

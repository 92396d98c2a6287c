package io.viking.model.folder;

import io.viking.model.InvalidStackException;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.yaml.JobWriter;
import io.viking.model.yaml.StackParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a stack was: a numbered JSON file of all its jobs for each of its last versions, in a hidden
 * folder beside its job files. A greater number is a later version.
 */
final class StackHistory {
  private static final int VERSIONS = 10;
  private static final Pattern FILE = Pattern.compile("([1-9][0-9]{0,8})\\.json");

  private final StackName name;
  private final Path folder;

  StackHistory(Path stackFolder, StackName name) {
    this.name = name;
    this.folder = stackFolder.resolve(".history");
  }

  /** Adds a version, unless the newest one is like it, and removes those that are too old. */
  void add(Stack stack) throws IOException {
    NavigableMap<Integer, Path> versions = versions();
    if (!versions.isEmpty() && isLike(versions.lastEntry().getValue(), stack)) {
      return;
    }
    Files.createDirectories(folder);
    if (!isFolder()) {
      throw new IOException(folder + " is a symbolic link, and would lead out of the folder");
    }
    int number = versions.isEmpty() ? 1 : versions.lastKey() + 1;
    AtomicFile.writeShared(folder.resolve(number + ".json"), JobWriter.toJson(stack) + "\n");
    for (Path old : versions.headMap(number - VERSIONS, true).values()) {
      Files.deleteIfExists(old);
    }
  }

  /** One that cannot be read is like none. */
  private boolean isLike(Path version, Stack stack) {
    try {
      return read(version).equals(stack);
    } catch (InvalidStackException e) {
      return false;
    }
  }

  /**
   * The newest version that is not that one; empty if there is none.
   *
   * @param current empty: the newest one of all
   * @throws InvalidStackException if a version on the way cannot be read
   */
  Optional<Stack> newestOtherThan(Optional<Stack> current) throws IOException {
    return versions().descendingMap().values().stream()
        .map(this::read)
        .filter(version -> !current.equals(Optional.of(version)))
        .findFirst();
  }

  private Stack read(Path version) {
    return StackParser.create().parseWritten(name, version);
  }

  private NavigableMap<Integer, Path> versions() throws IOException {
    NavigableMap<Integer, Path> versions = new TreeMap<>();
    if (isFolder()) {
      try (Stream<Path> entries = Files.list(folder)) {
        entries
            .flatMap(path -> version(path).stream())
            .forEach(version -> versions.put(version.getKey(), version.getValue()));
      }
    }
    return versions;
  }

  private static Optional<Map.Entry<Integer, Path>> version(Path path) {
    Matcher file = FILE.matcher(String.valueOf(path.getFileName()));
    return file.matches() && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Map.entry(Integer.valueOf(file.group(1)), path))
        : Optional.empty();
  }

  private boolean isFolder() {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }
}

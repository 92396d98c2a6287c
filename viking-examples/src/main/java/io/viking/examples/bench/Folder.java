package io.viking.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder, deleted with all that is in it when the benchmark ends. */
final class Folder {
  private final Path path;
  private volatile boolean kept;

  private Folder(Path path) {
    this.path = path;
  }

  static Folder create() {
    try {
      Folder folder = new Folder(Files.createTempDirectory("viking-bench"));
      Runtime.getRuntime().addShutdownHook(new Thread(folder::delete));
      return folder;
    } catch (IOException e) {
      throw new BenchmarkException("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  Path path() {
    return path;
  }

  /** Lets it stay, because somebody will want to look into it. */
  void keep() {
    kept = true;
  }

  private void delete() {
    if (kept) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException stillWrittenTo) {
      // What is being ended at the same time may write a last word: the folder stays in /tmp.
    }
  }
}

package io.viking.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary folder, deleted with all that is in it when it is closed.
 *
 * @param path where it is
 */
record Folder(Path path) implements AutoCloseable {
  static Folder create() {
    try {
      return new Folder(Files.createTempDirectory("viking-bench-ambassador"));
    } catch (IOException e) {
      throw new BenchmarkException("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new BenchmarkException("cannot delete " + path + ": " + e.getMessage(), e);
    }
  }
}

package io.viking.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A container's first process, by the number that it has on this machine: the one that its engine
 * knows is of the engine's own process namespace.
 */
public final class ContainerProcess {
  private ContainerProcess() {}

  /**
   * The process of that running container.
   *
   * @param containerId all of the engine's id
   * @throws IllegalStateException if there is none
   */
  public static long of(String containerId) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(path -> path.getFileName().toString().matches("[0-9]+"))
          .filter(path -> read(path.resolve("cgroup")).contains(containerId))
          .filter(path -> isFirst(read(path.resolve("status"))))
          .mapToLong(path -> Long.parseLong(path.getFileName().toString()))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("container " + containerId + " is away"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFirst(String status) {
    List<String> line = status.lines().filter(text -> text.startsWith("NSpid:")).toList();
    return line.size() == 1 && line.get(0).endsWith("\t1");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      // It has ended.
      return "";
    }
  }
}

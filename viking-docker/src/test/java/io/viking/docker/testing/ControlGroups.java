package io.viking.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The control groups that an engine makes for its containers and does not remove when killed. */
final class ControlGroups {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private ControlGroups() {}

  /** Removes all groups below that name, in version 1's hierarchies and in version 2's one. */
  static void remove(String name) {
    for (Path top : tops(name)) {
      // The last process may have ended a moment ago; its group is busy until it is reaped.
      Await.until(DEADLINE, () -> top + " is gone", () -> removed(top));
    }
  }

  /** Whether there is a group of that name. */
  static boolean exist(String name) {
    return !tops(name).isEmpty();
  }

  /** The processes in that group, as this process numbers them. */
  static List<Long> processes(String name) {
    return tops(name).stream().flatMap(ControlGroups::members).distinct().toList();
  }

  private static Stream<Long> members(Path group) {
    Path list = group.resolve("cgroup.procs");
    try {
      return Files.exists(list)
          ? Files.readAllLines(list).stream().map(Long::valueOf)
          : Stream.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> tops(String name) {
    try (Stream<Path> hierarchies = Files.list(ROOT)) {
      return Stream.concat(Stream.of(ROOT), hierarchies)
          .map(hierarchy -> hierarchy.resolve(name))
          .filter(Files::isDirectory)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean removed(Path top) {
    try (Stream<Path> tree = Files.walk(top)) {
      for (Path group :
          tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(group);
      }
      return true;
    } catch (IOException | UncheckedIOException e) {
      return !Files.exists(top);
    }
  }
}

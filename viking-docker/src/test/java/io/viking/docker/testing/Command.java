package io.viking.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs programs of the machine. Safe for use by several threads. */
public final class Command {
  /** Where a system keeps its daemons and network tools, which is not on every user's PATH. */
  private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/sbin";

  private Command() {}

  /**
   * Runs a program to its end.
   *
   * @return what it printed
   * @throws IllegalStateException if it cannot be run or fails; the message holds what it printed
   */
  public static String run(List<String> command) {
    try {
      Process process = builder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new IllegalStateException(
            "'" + String.join(" ", command) + "' ended with " + exitCode + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run '" + String.join(" ", command) + "'", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in '" + String.join(" ", command) + "'", e);
    }
  }

  /** A process that finds the system's programs. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATH", path());
    return builder;
  }

  /** Whether there is a program of that name. */
  static boolean exists(String program) {
    return find(program).findFirst().isPresent();
  }

  /**
   * Where the program of that name is.
   *
   * @throws IllegalStateException if there is none
   */
  static Path require(String program) {
    return find(program)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no program '" + program + "' in " + path()));
  }

  private static Stream<Path> find(String program) {
    return Stream.of(path().split(":", -1))
        .map(folder -> Path.of(folder).resolve(program))
        .filter(Files::isExecutable);
  }

  private static String path() {
    String engineFolder = System.getProperty("viking.it.engine", "");
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":" + SYSTEM_PATH;
    // A Debian package that was unpacked, not installed, has the daemon and containerd in two
    // folders.
    return engineFolder.isEmpty()
        ? path
        : engineFolder + "/usr/sbin:" + engineFolder + "/usr/bin:" + engineFolder + ":" + path;
  }
}

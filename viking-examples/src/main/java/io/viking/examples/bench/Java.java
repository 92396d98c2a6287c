package io.viking.examples.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM of this one's kind. */
final class Java {
  private Java() {}

  /** The command that runs a class of ours. */
  static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }
}

package io.viking.docker;

import java.nio.file.Path;
import java.util.Map;

/** The folder in which one machine keeps viking's files. */
public final class StateFolder {
  private StateFolder() {}

  /**
   * {@code VIKING_HOME} if set, else {@code /var/lib/viking} for root, else {@code ~/.viking}.
   *
   * @param environment the variables of the process
   */
  public static Path of(Map<String, String> environment) {
    String home = environment.getOrDefault("VIKING_HOME", "");
    if (!home.isBlank()) {
      return Path.of(home);
    }
    return "root".equals(System.getProperty("user.name"))
        ? Path.of("/var/lib/viking")
        : Path.of(System.getProperty("user.home", "."), ".viking");
  }

  /** Where the local store is, in that state folder. */
  public static Path store(Path stateFolder) {
    return stateFolder.resolve("store");
  }

  /** Where desired state is, in that state folder. */
  public static Path deployment(Path stateFolder) {
    return stateFolder.resolve("deployment");
  }
}

package io.viking.docker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start a daemon that shares nothing with another one of the same machine. */
final class DaemonArguments {
  private DaemonArguments() {}

  /** Writes the daemon's settings into the slot's folder, and gives the arguments to go with. */
  static List<String> write(EngineSlot slot, List<String> addresses) throws IOException {
    Path folder = slot.folder();
    Path settings = folder.resolve("daemon.json");
    Files.writeString(settings, settings(folder));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--config-file=" + settings,
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--cgroup-parent=/" + slot.name(),
                "--exec-opt=native.cgroupdriver=cgroupfs",
                "--live-restore=true",
                // Said out loud, or some versions wait 15 s before they listen without it.
                "--tls=false"));
    addresses.forEach(address -> arguments.add("--host=" + address));
    return arguments;
  }

  private static String settings(Path folder) {
    // Before 24 the engine's id comes from a key file that all engines of a machine would share.
    String version = Command.run(List.of("dockerd", "--version"));
    return version.matches("(?s).*version (1\\d|2[0-3])\\..*")
        ? "{\"deprecated-key-path\": \"" + folder.resolve("key.json") + "\"}"
        : "{}";
  }
}

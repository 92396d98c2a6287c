package io.viking.docker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start a daemon that shares nothing with another one of the same machine. */
final class DaemonArguments {
  private DaemonArguments() {}

  /**
   * That its TCP addresses take no TLS. Said out loud, or some versions wait 15 s before they
   * listen without it.
   */
  static List<String> withoutTls() {
    return List.of("--tls=false");
  }

  /** That its TCP addresses take TLS only, of clients with a certificate of that authority. */
  static List<String> withTls(Path authority, Path certificate, Path key) {
    return List.of(
        "--tlsverify", "--tlscacert=" + authority, "--tlscert=" + certificate, "--tlskey=" + key);
  }

  /** Writes the daemon's settings into the slot's folder, and gives the arguments to go with. */
  static List<String> write(
      EngineSlot slot, List<String> addresses, List<String> tls, boolean liveRestore)
      throws IOException {
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
                "--live-restore=" + liveRestore));
    arguments.addAll(tls);
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

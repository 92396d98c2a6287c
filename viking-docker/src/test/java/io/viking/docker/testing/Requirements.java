package io.viking.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a machine must have to run private engines. */
final class Requirements {
  private static final List<String> PROGRAMS =
      List.of("dockerd", "containerd", "iptables", "ip", "nsenter", "unshare", "busybox");

  private Requirements() {}

  /** Why this machine cannot run them, with what to do; empty if it can. */
  static Optional<String> missing() {
    List<String> programs = PROGRAMS.stream().filter(program -> !Command.exists(program)).toList();
    if (!programs.isEmpty()) {
      return Optional.of(
          "this machine has no "
              + String.join(", ", programs)
              + ". Fix: apt-get install docker.io iptables iproute2 util-linux busybox-static");
    }
    return isRoot()
        ? Optional.empty()
        : Optional.of("a Docker engine of one's own takes root. Fix: run the tests as root");
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.viking.docker.firewall;

import io.viking.docker.ambassador.Program;
import java.io.IOException;

/** A network namespace in which nothing is, for as long as a command runs. */
final class EmptyNetwork {
  private EmptyNetwork() {}

  /**
   * Runs a shell command there.
   *
   * @param input what it reads
   * @return what it prints
   */
  static String run(String input, String command) throws IOException {
    return Program.find("unshare")
        .orElseThrow(
            () ->
                new IOException(
                    "there is no program 'unshare'.\n  Fix: install the package util-linux"))
        .run(input, "--net", "sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; " + command);
  }
}

package io.viking.docker.ambassador;

import java.io.IOException;

/** The kernel's packet filter, as the program {@code nft} offers it. */
@FunctionalInterface
interface Nft {
  /**
   * Runs the program and waits for its end.
   *
   * @param input what it reads
   * @param arguments its arguments
   * @return what it prints
   * @throws IOException if it fails, with what it says; then nothing was changed
   */
  String run(String input, String... arguments) throws IOException;
}

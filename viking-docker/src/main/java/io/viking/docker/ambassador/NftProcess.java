package io.viking.docker.ambassador;

import java.util.Optional;

/** {@code nft} as a process for each call. */
final class NftProcess {
  private NftProcess() {}

  /** The program, if this machine has it. Safe for use by several threads. */
  static Optional<Nft> find() {
    return Program.find("nft").map(program -> program::run);
  }
}

package io.viking.examples.bench;

import java.util.Optional;

/** Who starts and removes the containers in {@code bench/deploy}. */
enum Contender {
  VIKING(DeployTime.VIKING_DEPLOY, DeployTime.VIKING_REMOVE),
  API(DeployTime.API_START, DeployTime.API_REMOVE),
  SHELL(DeployTime.SHELL_START, DeployTime.SHELL_REMOVE);

  private final DeployTime start;
  private final DeployTime remove;

  Contender(DeployTime start, DeployTime remove) {
    this.start = start;
    this.remove = remove;
  }

  /** What its start is measured as. */
  DeployTime start() {
    return start;
  }

  /** What its removal is measured as. */
  DeployTime remove() {
    return remove;
  }

  /** What its start is measured as, until all are registered; empty where it waits for that. */
  Optional<DeployTime> reachable() {
    return switch (this) {
      case API -> Optional.of(DeployTime.API_REACHABLE);
      case SHELL -> Optional.of(DeployTime.SHELL_REACHABLE);
      case VIKING -> Optional.empty();
    };
  }
}

package io.viking.examples.bench;

/** What {@code bench/deploy} takes the time of. */
enum DeployTime {
  VIKING_DEPLOY,
  API_START,
  SHELL_START,
  /** As {@link #API_START}, and on until the agents have registered all of them. */
  API_REACHABLE,
  SHELL_REACHABLE,
  VIKING_REDEPLOY,
  API_LIST,
  VIKING_REMOVE,
  API_REMOVE,
  SHELL_REMOVE
}

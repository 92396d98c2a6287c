package io.viking.docker.launch;

import io.viking.docker.plan.ActualInstance.State;
import java.util.List;

/**
 * How one container is doing.
 *
 * @param state what its process is doing
 * @param exitCode the exit code of its last run, 0 if it never ended
 * @param restarts how often the engine has restarted it
 * @param lastLog its last lines of output, oldest first, at most 10
 */
public record InstanceReport(State state, int exitCode, int restarts, List<String> lastLog) {
  /** Copies the list. */
  public InstanceReport {
    lastLog = List.copyOf(lastLog);
  }
}

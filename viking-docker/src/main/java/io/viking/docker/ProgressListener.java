package io.viking.docker;

import io.viking.ports.LockHolder;

/** Hears what a deployment does while it does it; called from several threads, must not block. */
@FunctionalInterface
public interface ProgressListener {
  /** Called at each change of a container's phase. */
  void onProgress(ProgressEvent event);

  /**
   * Called when the lock of a stack has to be waited for, and again when another holder has it;
   * does nothing unless it is overridden.
   */
  default void onWaiting(LockHolder holder) {}
}

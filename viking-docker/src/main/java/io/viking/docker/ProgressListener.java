package io.viking.docker;

/** Hears what a deployment does while it does it; called from several threads, must not block. */
@FunctionalInterface
public interface ProgressListener {
  /** Called at each change of a container's phase. */
  void onProgress(ProgressEvent event);
}

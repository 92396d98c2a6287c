package io.viking.docker.launch;

/** Starts containers through the engines' API. */
public final class DockerLauncher {
  private DockerLauncher() {}
}

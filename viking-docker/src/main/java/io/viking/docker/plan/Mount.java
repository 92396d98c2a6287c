package io.viking.docker.plan;

/**
 * A volume or folder in a container, as the engine is told.
 *
 * @param source the engine's name of a volume, or an absolute path of the host
 * @param target the absolute path in the container
 * @param readOnly whether the container may not write to it
 */
public record Mount(String source, String target, boolean readOnly) {
  /** Whether the source is a volume of the engine. */
  public boolean isVolume() {
    return !source.startsWith("/");
  }

  /** {@code source:target} or {@code source:target:ro}, as {@code docker run -v} takes it. */
  @Override
  public String toString() {
    return source + ":" + target + (readOnly ? ":ro" : "");
  }
}

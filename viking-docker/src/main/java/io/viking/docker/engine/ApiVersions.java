package io.viking.docker.engine;

import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.RemoteApiVersion;
import org.jspecify.annotations.Nullable;

/** Which version of the API to speak: docker-java does not negotiate (docker-java#2547). */
final class ApiVersions {
  /** Docker 19.03; engines from 29.3 speak nothing older. */
  private static final RemoteApiVersion OLDEST = RemoteApiVersion.VERSION_1_40;

  /** Docker 25; the oldest that engine 29.0 speaks. */
  private static final RemoteApiVersion PREFERRED = RemoteApiVersion.VERSION_1_44;

  /** Docker 23.0. */
  static final RemoteApiVersion ENGINE_23 = RemoteApiVersion.VERSION_1_42;

  private ApiVersions() {}

  /** Ours, brought into the range that the engine speaks. */
  static RemoteApiVersion choose(String engine, Version version) {
    RemoteApiVersion newest = parse(engine, version.getApiVersion());
    String minimum = version.getMinAPIVersion();
    RemoteApiVersion oldest = minimum == null ? OLDEST : parse(engine, minimum);
    if (!newest.isGreaterOrEqual(OLDEST)) {
      throw new EngineException(
          EngineException.Kind.REFUSED,
          engine,
          "it is Docker "
              + version.getVersion()
              + " and speaks API "
              + newest.getVersion()
              + " at the newest.\n  Fix: install Docker 19.03 or newer.",
          null);
    }
    if (!newest.isGreaterOrEqual(PREFERRED)) {
      return newest;
    }
    return oldest.isGreater(PREFERRED) ? oldest : PREFERRED;
  }

  private static RemoteApiVersion parse(String engine, @Nullable String text) {
    try {
      return RemoteApiVersion.parseConfig(text);
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          EngineException.Kind.REFUSED,
          engine,
          "what answers there is no Docker engine: its API version is "
              + (text == null ? "not told" : "'" + text + "'")
              + ".\n  Fix: set the address of a Docker engine, 19.03 or newer.",
          e);
    }
  }
}

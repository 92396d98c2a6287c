package io.viking.docker.engine;

import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.RemoteApiVersion;

/** Which version of the API to speak: docker-java does not negotiate (docker-java#2547). */
final class ApiVersions {
  /** Docker 19.03; engines from 29.3 speak nothing older. */
  private static final RemoteApiVersion OLDEST = RemoteApiVersion.VERSION_1_40;

  /** Docker 25; the oldest that engine 29.0 speaks. */
  private static final RemoteApiVersion PREFERRED = RemoteApiVersion.VERSION_1_44;

  private ApiVersions() {}

  /** Ours, brought into the range that the engine speaks. */
  static RemoteApiVersion choose(String engine, Version version) {
    RemoteApiVersion newest = RemoteApiVersion.parseConfig(version.getApiVersion());
    String minimum = version.getMinAPIVersion();
    RemoteApiVersion oldest = minimum == null ? OLDEST : RemoteApiVersion.parseConfig(minimum);
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
}

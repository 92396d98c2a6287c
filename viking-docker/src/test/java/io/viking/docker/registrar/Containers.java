package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.ContainerFacts.State;
import io.viking.model.ExposedPort;
import io.viking.ports.HostAndPort;
import java.time.Instant;
import java.util.List;

/** Containers for tests. */
final class Containers {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private Containers() {}

  /** A container that runs since noon, without variables, ports or addresses. */
  static ContainerFacts.Builder running(String name) {
    return ContainerFacts.builder()
        .id("id-" + name)
        .name(name)
        .imageId("sha256:1")
        .state(State.RUNNING)
        .startedAt(NOON);
  }

  /** The seed's mongo, started by hand: port 27017, published by the engine on that number. */
  static ContainerFacts.Builder mongo(String pid, String published) {
    return running("mystack_mongo." + pid)
        .putEnvironment("SERVICE_27017_NAME", "mystack_mongo_27017")
        .putEnvironment("SERVICE_27017_ID", "mystack_mongo_27017_" + pid)
        .putPublished(ExposedPort.tcp(27017), List.of(HostAndPort.parse(published)));
  }
}

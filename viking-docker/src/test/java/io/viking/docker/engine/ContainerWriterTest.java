package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.viking.model.ExposedPort;
import io.viking.model.RestartPolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine is sent when a container is made. */
@Timeout(60)
class ContainerWriterTest {
  private static final String ENGINE_20 =
      "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}";

  @Test
  void theCallIsMadeInTheVersionThatTheEngineSpeaks() throws IOException {
    try (CreateRecorder engine = new CreateRecorder(ENGINE_20)) {
      create(engine, container().build());

      assertThat(engine.uri()).hasToString("/v1.41/containers/create?name=web.a1");
    }
  }

  @Test
  void aFlatBindLeavesOutWhatIsMountedBelowIt() throws IOException {
    JsonNode mounts = host(container().addFlatBinds("/etc/viking").build()).get("Mounts");

    assertThat(mounts).hasSize(1);
    assertThat(mounts.get(0).get("Type").textValue()).isEqualTo("bind");
    assertThat(mounts.get(0).get("Source").textValue()).isEqualTo("/etc/viking");
    assertThat(mounts.get(0).get("Target").textValue()).isEqualTo("/etc/viking");
    assertThat(mounts.get(0).get("BindOptions").get("NonRecursive").booleanValue()).isTrue();
  }

  @Test
  void portsArePublishedOnNumbersThatTheEnginePicks() throws IOException {
    JsonNode bindings =
        host(container()
                .addPorts(ExposedPort.tcp(80), ExposedPort.udp(53))
                .publishAddress("10.0.0.1")
                .build())
            .get("PortBindings");

    assertThat(bindings.get("80/tcp"))
        .hasToString("[{\"HostIp\":\"10.0.0.1\",\"HostPort\":\"0\"}]");
    assertThat(bindings.get("53/udp"))
        .hasToString("[{\"HostIp\":\"10.0.0.1\",\"HostPort\":\"0\"}]");
  }

  @Test
  void limitsAreSentInTheEnginesUnits() throws IOException {
    JsonNode config = host(container().memory(64L << 20).cpus(new BigDecimal("0.5")).build());

    assertThat(config.get("Memory").longValue()).isEqualTo(67_108_864L);
    assertThat(config.get("NanoCpus").longValue()).isEqualTo(500_000_000L);
    assertThat(config.get("RestartPolicy").get("Name").textValue()).isEqualTo("always");
  }

  @Test
  void theContainerIsSentAsItIsDescribed() throws IOException {
    try (CreateRecorder engine = new CreateRecorder(ENGINE_20)) {
      create(
          engine,
          container()
              .putEnvironment("A", "b=c")
              .putLabels("viking.stack", "app")
              .command(List.of("serve", "--all"))
              .entrypoint(List.of("/bin/web"))
              .cwd("/srv")
              .user("1000:1000")
              .addBinds("data:/data:ro")
              .addExtraHosts("backends:host-gateway")
              .addCapabilities("NET_ADMIN")
              .networkMode("host")
              .build());

      JsonNode body = engine.body();
      assertThat(body.get("Image").textValue()).isEqualTo("myapp/web:1");
      assertThat(body.get("Env")).hasToString("[\"A=b=c\"]");
      assertThat(body.get("Labels")).hasToString("{\"viking.stack\":\"app\"}");
      assertThat(body.get("Cmd")).hasToString("[\"serve\",\"--all\"]");
      assertThat(body.get("Entrypoint")).hasToString("[\"/bin/web\"]");
      assertThat(body.get("WorkingDir").textValue()).isEqualTo("/srv");
      assertThat(body.get("User").textValue()).isEqualTo("1000:1000");
      JsonNode host = body.get("HostConfig");
      assertThat(host.get("Binds").get(0).textValue()).startsWith("data:/data:ro");
      assertThat(host.get("ExtraHosts")).hasToString("[\"backends:host-gateway\"]");
      assertThat(host.get("CapAdd")).hasToString("[\"NET_ADMIN\"]");
      assertThat(host.get("NetworkMode").textValue()).isEqualTo("host");
    }
  }

  @Test
  void aConfinedContainerCanDoWhatItIsGivenAndNoMore() throws IOException {
    JsonNode config =
        host(
            container()
                .confined(true)
                .addCapabilities("NET_ADMIN")
                .addMemoryFolders("/tmp")
                .build());
    JsonNode open = host(container().build());

    assertThat(config.get("CapDrop")).hasToString("[\"ALL\"]");
    assertThat(config.get("CapAdd")).hasToString("[\"NET_ADMIN\"]");
    assertThat(config.get("SecurityOpt")).hasToString("[\"no-new-privileges\"]");
    assertThat(config.get("ReadonlyRootfs").booleanValue()).isTrue();
    assertThat(config.get("Tmpfs").get("/tmp").textValue()).contains("exec", "nosuid");
    assertThat(open.path("CapDrop").isEmpty()).isTrue();
    assertThat(open.path("ReadonlyRootfs").asBoolean()).isFalse();
  }

  @Test
  void linksAreNeverSent() throws IOException {
    JsonNode links = host(container().build()).path("Links");

    assertThat(links.isMissingNode() || links.isNull() || links.isEmpty()).isTrue();
  }

  @Test
  void whatAnswersButIsNoEngineIsRefused() throws IOException {
    try (CreateRecorder other = new CreateRecorder("{}")) {
      assertThatThrownBy(() -> create(other, container().build()))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.REFUSED))
          .hasMessageContaining(other.address());
    }
  }

  private static JsonNode host(NewContainer container) throws IOException {
    try (CreateRecorder engine = new CreateRecorder(ENGINE_20)) {
      create(engine, container);
      return engine.body().get("HostConfig");
    }
  }

  private static void create(CreateRecorder engine, NewContainer container) {
    try (EngineClient client = EngineClient.open(engine.address(), EngineOptions.defaults())) {
      assertThat(client.create(container)).isEqualTo("c0ffee");
    }
  }

  private static NewContainer.Builder container() {
    return NewContainer.builder()
        .name("web.a1")
        .image("myapp/web:1")
        .restart(RestartPolicy.parse("always"));
  }
}

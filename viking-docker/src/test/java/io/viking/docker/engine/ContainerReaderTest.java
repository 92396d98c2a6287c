package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.viking.model.ExposedPort;
import io.viking.ports.HostAndPort;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerReaderTest {
  private static final ObjectMapper JSON =
      DefaultDockerClientConfig.createDefaultConfigBuilder().build().getObjectMapper();

  @Test
  void leavesOutWhatItCannotReadOfAContainer() throws JsonProcessingException {
    ContainerFacts facts =
        facts(
            """
            {"Id":"4f","Name":"/web","Image":"i","State":{"Status":"running","StartedAt":"noon"},
            "Config":{},"HostConfig":{},"NetworkSettings":{"Ports":{
            "80/tcp":[{"HostIp":"10.0.0.1","HostPort":"99999"},{"HostIp":"a b","HostPort":"1"},
            {"HostIp":"10.0.0.1","HostPort":"32768"}]}}}
            """);

    assertThat(facts.startedAt()).isEmpty();
    assertThat(facts.published())
        .containsOnlyKeys(ExposedPort.tcp(80))
        .containsEntry(ExposedPort.tcp(80), List.of(HostAndPort.parse("10.0.0.1:32768")));
  }

  @Test
  void namesWhatIsMissingOfAnAnswer() {
    assertThatThrownBy(() -> facts("{\"Id\":\"4f\",\"Config\":{}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the engine's answer about container '4f' has no 'State'");
  }

  private static ContainerFacts facts(String answer) throws JsonProcessingException {
    return ContainerReader.facts(JSON.readValue(answer, InspectContainerResponse.class));
  }
}

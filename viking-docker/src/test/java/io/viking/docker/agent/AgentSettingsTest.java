package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "--etcd, VIKING_ETCD",
    "--key, VIKING_KEY",
    "--deadline, VIKING_DEADLINE",
    "--etcd-ca, VIKING_ETCD_CA",
    "--etcd-cert, VIKING_ETCD_CERT",
    "--etcd-key-file, VIKING_ETCD_CERT_KEY",
    "--etcd-server-name, VIKING_ETCD_SERVER_NAME",
    "--etcd-user, VIKING_ETCD_USER",
    "--etcd-password-file, VIKING_ETCD_PASSWORD_FILE",
    "--home, VIKING_HOME",
    "--name, HOSTNAME",
    "--ip, VIKING_IP",
    "--tags, VIKING_TAGS",
    "--docker, DOCKER_HOST",
    "--engine, VIKING_ENGINE",
    "--listen, VIKING_LISTEN",
    "--links, VIKING_LINKS",
    "--balance, VIKING_BALANCE",
    "--status, VIKING_STATUS",
    "--max-connections, VIKING_MAX_CONNECTIONS",
    "--max-connections-per-service, VIKING_MAX_CONNECTIONS_PER_SERVICE",
    "--max-connections-per-source, VIKING_MAX_CONNECTIONS_PER_SOURCE",
    "--access-log, VIKING_ACCESS_LOG",
    "--ready-file, VIKING_READY_FILE",
    "--vpc, VIKING_VPC",
    "--vpc-open, VIKING_VPC_OPEN",
    "--vpc-trust, VIKING_VPC_TRUST",
    "--vpc-keep, VIKING_VPC_KEEP",
  })
  void anOptionWinsOverItsVariable(String option, String variable) {
    Map<String, String> environment = Map.of(variable, "variable");

    AgentSettings variableOnly = AgentSettings.of(environment, List.of());
    AgentSettings apart = AgentSettings.of(environment, List.of(option, "apart"));
    AgentSettings joined = AgentSettings.of(environment, List.of(option + "=joined"));

    assertThat(variableOnly.find(variable)).contains("variable");
    assertThat(apart.find(variable)).contains("apart");
    assertThat(joined.find(variable)).contains("joined");
    assertThat(joined.variables()).containsEntry(variable, "joined");
  }

  /** Every user of the machine sees arguments. */
  @Test
  void aPasswordIsNoOption() {
    assertThatThrownBy(() -> AgentSettings.of(Map.of(), List.of("--etcd-password=s3cret")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--etcd-password-file")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aValueMayHaveAnEqualsSign() {
    AgentSettings settings = AgentSettings.of(Map.of(), List.of("--tags=a=b"));

    assertThat(settings.find("VIKING_TAGS")).contains("a=b");
  }

  @Test
  void aSettingOfWhiteSpaceIsNotSet() {
    AgentSettings settings =
        AgentSettings.of(Map.of("VIKING_IP", "  ", "VIKING_TAGS", ""), List.of());

    assertThat(settings.find("VIKING_IP")).isEmpty();
    assertThat(settings.list("VIKING_TAGS")).isEmpty();
    assertThat(settings.find("VIKING_ETCD")).isEmpty();
  }

  @Test
  void anOptionWithoutTextTakesItsVariableBack() {
    AgentSettings settings =
        AgentSettings.of(Map.of("VIKING_ETCD", "10.0.0.1:2379"), List.of("--etcd="));

    assertThat(settings.find("VIKING_ETCD")).isEmpty();
  }

  @Test
  void aListIsSeparatedByCommasAndWhiteSpace() {
    AgentSettings settings =
        AgentSettings.of(Map.of("VIKING_TAGS", " ssd, big,,red\tnew "), List.of());

    assertThat(settings.list("VIKING_TAGS")).containsExactly("ssd", "big", "red", "new");
  }

  @Test
  void anUnknownOptionIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> AgentSettings.of(Map.of(), List.of("--ect=10.0.0.1:2379")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "'--ect' is not an option of the agent.\n"
                + "  Fix: use one of --etcd, --key, --deadline, --etcd-ca, --etcd-cert,"
                + " --etcd-key-file, --etcd-server-name, --etcd-user, --etcd-password-file, --home,"
                + " --name, --ip, --tags, --docker, --engine, --listen, --links, --balance,"
                + " --data-path,"
                + " --status, --max-connections, --max-connections-per-service,"
                + " --max-connections-per-source, --access-log, --ready-file, --vpc,"
                + " --vpc-open, --vpc-trust, --vpc-keep, --replace.");
  }

  @Test
  void anOptionWithoutItsValueIsRefused() {
    assertThatThrownBy(() -> AgentSettings.of(Map.of(), List.of("--name", "node-1", "--ip")))
        .isInstanceOf(UsageException.class)
        .hasMessage("option --ip needs a value.\n  Fix: write --ip=VALUE.");
  }
}

package io.viking.docker.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.testing.PrivateEngine;
import io.viking.docker.testing.WithPrivateEngine;
import io.viking.links.LinkEnvironment;
import io.viking.links.LinkedService;
import io.viking.model.ExposedPort;
import io.viking.model.Link;
import io.viking.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asks a real engine what {@code --link} sets, and compares variable by variable: one too many is
 * as wrong as one too few.
 */
@WithPrivateEngine
class DockerLinksIT {
  private final PrivateEngine engine;
  private final EngineRules rules;

  DockerLinksIT(PrivateEngine engine) {
    this.engine = engine;
    this.rules = EngineRules.of(engine.version());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "one port, 27017/tcp",
    "several ports, 5672/tcp 15672/tcp 61613/tcp",
    "two consecutive ports, 8000/tcp 8001/tcp",
    "three consecutive ports, 8000/tcp 8001/tcp 8002/tcp",
    "a range and one apart, 8000-8004/tcp 9000/tcp",
    "two ranges, 8000-8002/tcp 9000-9003/tcp",
    "two ranges of two, 8000-8001/tcp 8003-8004/tcp",
    "one number on both protocols, 53/tcp 53/udp",
    "both protocols with a range, 53-55/tcp 53-55/udp",
    "both protocols before a gap, 53/tcp 53/udp 55/tcp",
    "a range over protocols, 5060/tcp 5061/udp 5062/udp",
    "a range that ends in the other protocol, 5060/udp 5061/udp 5062/tcp",
    "udp only, 514/udp",
    "udp below tcp, 8125/udp 8126/tcp",
    // Not one number on both: engines before 28 sort these two by nothing, so either comes first.
    "sctp beside udp, 2905/sctp 2906/udp",
    "numbers of one to five digits, 7/tcp 80/tcp 443/tcp 8080/tcp 27017/tcp",
    "the highest ports, 65534/tcp 65535/tcp",
    "no ports, ''"
  })
  void setsForTheseEach(String shape, String exposed) {
    List<ExposedPort> ports =
        Stream.of(exposed.split(" "))
            .filter(text -> !text.isEmpty())
            .flatMap(text -> ExposedPort.parseRange(text).stream())
            .toList();
    LinkedService link = link(Link.parse("mongo"), ports, Map.of());

    try (LinkedContainers containers =
        LinkedContainers.start(engine, "app_mongo", ports, Map.of())) {
      Map<String, String> actual = containers.environment("app_web", "mongo", Map.of());

      assertThat(withoutTheContainersOwn(actual))
          .as(shape)
          .isEqualTo(rules.expected("app_web", link, containers.address()));
    }
  }

  @ParameterizedTest
  @CsvSource({"my-cache", "Db", "data-base-2", "shared_mongo", "a", "UPPER-lower_mixed"})
  void namesTheVariablesAfterTheAlias(String alias) {
    List<ExposedPort> ports = List.of(ExposedPort.tcp(6379));
    LinkedService link = link(Link.parse("mongo:" + alias), ports, Map.of());

    try (LinkedContainers containers =
        LinkedContainers.start(engine, "app_mongo", ports, Map.of())) {
      Map<String, String> actual = containers.environment("app-one_web", alias, Map.of());

      assertThat(withoutTheContainersOwn(actual))
          .isEqualTo(rules.expected("app-one_web", link, containers.address()));
    }
  }

  @Test
  void copiesTheTargetsVariablesButHomeAndPath() {
    List<ExposedPort> ports = List.of(ExposedPort.tcp(27017));
    Map<String, String> target =
        Map.of(
            "HOME", "/data",
            "PATH", "/bin",
            "PATHS", "/a:/b",
            "MONGO_URL", "mongodb://a=b",
            "lower_case", "kept",
            "EMPTY", "");
    Link everything = Link.builder().from(Link.parse("mongo:db")).addEnv("*").build();

    try (LinkedContainers containers = LinkedContainers.start(engine, "app_mongo", ports, target)) {
      Map<String, String> actual = containers.environment("app_web", "db", Map.of());

      Map<String, String> ofTheLink = new TreeMap<>(actual);
      ofTheLink.keySet().removeIf(name -> !name.startsWith("DB_"));
      assertThat(ofTheLink)
          .isEqualTo(
              rules.expected("app_web", link(everything, ports, target), containers.address()))
          .containsKeys("DB_ENV_EMPTY", "DB_ENV_lower_case")
          .doesNotContainKeys("DB_ENV_HOME", "DB_ENV_PATH");
    }
  }

  @Test
  void letsTheConsumersOwnVariableWin() {
    List<ExposedPort> ports = List.of(ExposedPort.tcp(4822));
    LinkedService link = link(Link.parse("guacd"), ports, Map.of());
    Map<String, String> own = Map.of("GUACD_PORT", "4822");

    try (LinkedContainers containers =
        LinkedContainers.start(engine, "app_guacd", ports, Map.of())) {
      Map<String, String> actual = containers.environment("app_web", "guacd", own);

      Map<String, String> expected =
          LinkEnvironment.of(
                  "app_web", rules.expected("app_web", link, containers.address()), Map.of(), own)
              .variables();
      assertThat(withoutTheContainersOwn(actual)).isEqualTo(expected);
      assertThat(actual).containsEntry("GUACD_PORT", "4822");
    }
  }

  private static LinkedService link(
      Link link, List<ExposedPort> ports, Map<String, String> environment) {
    return LinkedService.builder()
        .link(link)
        .target(ServiceName.of("app", "mongo"))
        .ports(ports)
        .targetEnvironment(environment)
        .build();
  }

  /** What every container has, linked or not. */
  private static Map<String, String> withoutTheContainersOwn(Map<String, String> environment) {
    Map<String, String> rest = new TreeMap<>(environment);
    rest.keySet().removeAll(List.of("PATH", "HOSTNAME", "HOME"));
    return rest;
  }
}

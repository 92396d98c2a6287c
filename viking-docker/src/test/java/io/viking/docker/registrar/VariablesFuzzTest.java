package io.viking.docker.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.engine.ContainerFacts;
import io.viking.model.ExposedPort;
import io.viking.model.fuzz.FuzzTarget;
import io.viking.model.fuzz.Fuzzer;
import io.viking.ports.HostAndPort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What anybody's container may have in its variables and labels. */
class VariablesFuzzTest {
  private static final String NETWORK = "etcd://10.0.0.9/viking/network/";
  private static final BackendValue BACKENDS = new BackendValue("/viking/network");
  private static final HostViews VIEWS =
      new HostViews(
          ViewSettings.builder()
              .hostName("node-1")
              .publishAddress("10.0.0.1")
              .networkPath("/viking/network")
              .build());

  static Stream<FuzzTarget<?>> targets() {
    return Stream.of(
        FuzzTarget.ofText("backend-value", BACKENDS::parse)
            .words(
                "etcd://", "local://", "/viking/network/", "10.0.0.1:80", ",", "shared_mongo_27017")
            .examples(
                NETWORK + "shared_mongo_27017",
                "10.0.0.1:80,10.0.0.2:80",
                "local:///viking/network/x",
                "[fd00::1]:80"),
        FuzzTarget.ofText("container-variables", VariablesFuzzTest::view)
            .words(
                "BACKEND_10000=",
                "BACKEND_",
                "SERVICE_80_NAME=",
                "SERVICE_80_ID=",
                "SERVICE_IGNORE=",
                "SERVICE_80_IGNORE=1",
                NETWORK,
                "10.0.0.3:80")
            .examples(
                """
                BACKEND_10000=etcd://10.0.0.9/viking/network/app_db_5432
                BACKEND_10001=10.0.0.3:80
                SERVICE_80_NAME=app_web_80
                SERVICE_80_ID=app_web_80_a6df32
                """),
        FuzzTarget.ofText("ip-literal", IpLiteral::parse)
            .examples("10.0.0.1", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0"));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void isReadOrRefusedWithAPlaceWithinASecondAndALittleMemory(FuzzTarget<?> target) {
    Fuzzer.check(target);
  }

  /** Whatever is in one container's variables, the other keeps its link and its endpoint. */
  private static HostView view(String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    text.lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> variables.put(parts[0], parts[1]));
    ContainerFacts good =
        Containers.mongo("a6df32", "0.0.0.0:49153")
            .putEnvironment("BACKEND_29999", NETWORK + "shared_auth_80")
            .addAddresses("172.17.0.2")
            .build();
    ContainerFacts strange =
        Containers.running("strange")
            .environment(variables)
            .startedAt(Containers.NOON.plusSeconds(1))
            .putPublished(ExposedPort.tcp(80), List.of(HostAndPort.parse("10.0.0.1:80")))
            .addAddresses("172.17.0.3")
            .build();

    HostView view = VIEWS.of(List.of(good, strange));

    assertThat(view.listeners()).containsEntry(29999, "shared_auth_80");
    assertThat(view.registrations())
        .anyMatch(one -> one.endpoint().id().equals("mystack_mongo_27017_a6df32"));
    assertThat(view.problems()).noneMatch(problem -> problem.message().indexOf('\n') >= 0);
    return view;
  }
}

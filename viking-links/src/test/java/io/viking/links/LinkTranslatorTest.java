package io.viking.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viking.model.ExposedPort;
import io.viking.model.InstanceId;
import io.viking.model.Link;
import io.viking.model.Pid;
import io.viking.model.PortTable;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTranslatorTest {
  private static final URI NETWORK = URI.create("etcd://10.0.0.1:2379/viking/network");
  private static final Backend BACKEND = Backend.of(NETWORK);
  private static final ServiceName MONGO = ServiceName.of("shared", "mongo");
  private static final ServiceName AUTH = ServiceName.of("shared", "auth");

  @Test
  void setsNothingWithoutLinks() {
    SortedMap<String, String> variables =
        LinkTranslator.variables("app_web_ba6d82", List.of(), PortTable.empty(), BACKEND);

    assertThat(variables).isEmpty();
  }

  @Test
  void namesThePortThatHasNoNumberAndThoseThatHave() {
    LinkedService mongo =
        link("shared/mongo", MONGO, ExposedPort.tcp(27017), ExposedPort.tcp(28017));
    PortTable ports =
        PortTable.of(
            Map.of(
                new ServicePort(MONGO, ExposedPort.tcp(27017)), 1432,
                new ServicePort(AUTH, ExposedPort.tcp(80)), 1433));

    UnallocatedPortException thrown =
        catchThrowableOfType(
            UnallocatedPortException.class,
            () -> LinkTranslator.variables("app_web_ba6d82", List.of(mongo), ports, BACKEND));

    assertThat(thrown.port()).isEqualTo(new ServicePort(MONGO, ExposedPort.tcp(28017)));
    assertThat(thrown)
        .hasMessage(
            """
            container 'app_web_ba6d82': link 'shared/mongo' needs port 28017/tcp of service \
            'shared/mongo', for which no port is allocated.
              The port table has for it: 27017/tcp -> 1432.
              Fix: allocate all ports of 'shared/mongo' first.""");
  }

  @Test
  void refusesTwoLinksThatSetOneVariableToDifferentValues() {
    LinkedService mongo = link("shared/mongo:data-base", MONGO, ExposedPort.tcp(27017));
    LinkedService auth = link("shared/auth:data_base", AUTH, ExposedPort.tcp(80));
    PortTable ports =
        PortTable.of(
            Map.of(
                new ServicePort(MONGO, ExposedPort.tcp(27017)), 1432,
                new ServicePort(AUTH, ExposedPort.tcp(80)), 1433));

    VariableCollisionException thrown =
        catchThrowableOfType(
            VariableCollisionException.class,
            () -> LinkTranslator.variables("app_web_ba6d82", List.of(mongo, auth), ports, BACKEND));

    assertThat(thrown.variable()).isEqualTo("DATA_BASE_PORT");
    assertThat(thrown.sources())
        .containsExactly("link 'shared/mongo:data-base'", "link 'shared/auth:data_base'");
    assertThat(thrown)
        .hasMessage(
            """
            container 'app_web_ba6d82': link 'shared/mongo:data-base' and link \
            'shared/auth:data_base' would both set the variable DATA_BASE_PORT, to different values.
              Fix: give the link another alias, as in 'JOB:ALIAS'.""");
  }

  @Test
  void refusesAnAliasThatReachesIntoTheVariablesOfAnotherLink() {
    LinkedService db = link("shared/mongo:db", MONGO, ExposedPort.tcp(80));
    LinkedService port = link("shared/auth:db-port-80", AUTH, ExposedPort.tcp(80));
    PortTable ports =
        PortTable.of(
            Map.of(
                new ServicePort(MONGO, ExposedPort.tcp(80)), 1432,
                new ServicePort(AUTH, ExposedPort.tcp(80)), 1433));

    assertThatThrownBy(
            () -> LinkTranslator.variables("app_web_ba6d82", List.of(db, port), ports, BACKEND))
        .isInstanceOf(VariableCollisionException.class)
        .hasMessageContaining("the variable DB_PORT_80_PORT,");
  }

  @Test
  void acceptsALinkThatIsWrittenTwice() {
    LinkedService mongo = link("shared/mongo", MONGO, ExposedPort.tcp(27017));
    PortTable ports = PortTable.of(Map.of(new ServicePort(MONGO, ExposedPort.tcp(27017)), 1432));

    SortedMap<String, String> twice =
        LinkTranslator.variables("app_web_ba6d82", List.of(mongo, mongo), ports, BACKEND);

    assertThat(twice)
        .isEqualTo(LinkTranslator.variables("app_web_ba6d82", List.of(mongo), ports, BACKEND));
  }

  @Test
  void keepsTheFormThatOldConsumersCutApart() {
    LinkedService mongo = link("shared/mongo", MONGO, ExposedPort.tcp(27017));
    PortTable ports = PortTable.of(Map.of(new ServicePort(MONGO, ExposedPort.tcp(27017)), 1432));

    List<String> grepped =
        LinkTranslator.variables("app_web_ba6d82", List.of(mongo), ports, BACKEND)
            .entrySet()
            .stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .filter(line -> line.contains("_TCP="))
            .toList();

    assertThat(grepped)
        .singleElement()
        .asString()
        .matches("SHARED_MONGO_PORT_([0-9]+)_TCP=tcp://([^:]+):([0-9]+)");
  }

  @Test
  void writesTheNetworkOnceHoweverItEnds() {
    LinkedService mongo = link("shared/mongo", MONGO, ExposedPort.tcp(27017));
    PortTable ports = PortTable.of(Map.of(new ServicePort(MONGO, ExposedPort.tcp(27017)), 1432));
    Backend slashed = Backend.of(URI.create("local:///viking/network/"));

    SortedMap<String, String> variables =
        LinkTranslator.variables("app_web_ba6d82", List.of(mongo), ports, slashed);

    assertThat(variables)
        .containsEntry("BACKEND_1432", "local:///viking/network/shared_mongo_27017");
  }

  @Test
  void givesVariablesThatCannotBeChanged() {
    SortedMap<String, String> variables =
        LinkTranslator.variables("app_web_ba6d82", List.of(), PortTable.empty(), BACKEND);

    assertThatThrownBy(() -> variables.put("A", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void setsWhatDockerWouldSetWhereEachPortIsItsOwnNumber() {
    LinkedService dns = link("dns", AUTH, ExposedPort.tcp(53), ExposedPort.udp(53));

    SortedMap<String, String> variables = LinkTranslator.dockerVariables("web", dns, "172.17.0.2");

    assertThat(variables)
        .isEqualTo(
            Map.of(
                "DNS_NAME", "/web/dns",
                "DNS_PORT", "tcp://172.17.0.2:53",
                "DNS_PORT_53_TCP", "tcp://172.17.0.2:53",
                "DNS_PORT_53_TCP_ADDR", "172.17.0.2",
                "DNS_PORT_53_TCP_PORT", "53",
                "DNS_PORT_53_TCP_PROTO", "tcp",
                "DNS_PORT_53_UDP", "udp://172.17.0.2:53",
                "DNS_PORT_53_UDP_ADDR", "172.17.0.2",
                "DNS_PORT_53_UDP_PORT", "53",
                "DNS_PORT_53_UDP_PROTO", "udp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "::1", "host:80", "tcp://backends", "-backends"})
  void refusesAHostThatWouldBreakTheUrl(String host) {
    assertThatThrownBy(() -> new Backend(host, NETWORK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was '" + host + "'")
        .hasMessageContaining("Fix: ");
  }

  @Test
  void namesEachPortOfAnInstanceForTheRegistrar() {
    InstanceId instance = new InstanceId(ServiceName.of("mystack", "mongo"), Pid.of("a6df32"));

    SortedMap<String, String> variables =
        LinkTranslator.serviceVariables(
            instance, List.of(ExposedPort.tcp(28017), ExposedPort.tcp(27017)));

    assertThat(variables)
        .containsExactly(
            Map.entry("SERVICE_27017_ID", "mystack_mongo_27017_a6df32"),
            Map.entry("SERVICE_27017_NAME", "mystack_mongo_27017"),
            Map.entry("SERVICE_28017_ID", "mystack_mongo_28017_a6df32"),
            Map.entry("SERVICE_28017_NAME", "mystack_mongo_28017"));
  }

  @Test
  void givesOnePairToANumberOnSeveralProtocols() {
    InstanceId instance = new InstanceId(ServiceName.of("infra", "dns"), Pid.of("a6df32"));

    SortedMap<String, String> variables =
        LinkTranslator.serviceVariables(
            instance, List.of(ExposedPort.udp(53), ExposedPort.tcp(53)));

    assertThat(variables)
        .containsExactly(
            Map.entry("SERVICE_53_ID", "infra_dns_53_a6df32"),
            Map.entry("SERVICE_53_NAME", "infra_dns_53"));
  }

  private static LinkedService link(String text, ServiceName target, ExposedPort... ports) {
    return LinkedService.builder().link(Link.parse(text)).target(target).addPorts(ports).build();
  }
}

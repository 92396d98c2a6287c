package io.viking.docker.registrar;

import static io.viking.docker.registrar.Containers.NOON;
import static io.viking.docker.registrar.Containers.mongo;
import static io.viking.docker.registrar.Containers.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.ContainerFacts.State;
import io.viking.model.ExposedPort;
import io.viking.model.Health;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostViewsTest {
  private static final String NETWORK = "etcd://10.0.0.9/viking/network/";

  private final HostViews views = new HostViews(settings("10.0.0.1").build());

  @Test
  void registersTheSeedsContainerThatWasStartedByHand() {
    ContainerFacts container = mongo("a6df32", "0.0.0.0:49153").build();

    HostView view = view(container);

    assertThat(endpoints(view))
        .containsExactly(
            endpoint("mystack_mongo_27017", "mystack_mongo_27017_a6df32", "10.0.0.1:49153"));
    assertThat(view.problems()).isEmpty();
  }

  @Test
  void knowsTheContainerBehindAPublishedPort() throws Exception {
    ContainerFacts container =
        mongo("a6df32", "0.0.0.0:49153")
            .putNetworks("172.17.0.2", "bridge-id")
            .putNetworks("172.18.0.2", "other-id")
            .build();

    HostView view = view(container);

    assertThat(view.networks())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                InetAddress.getByName("172.17.0.2"),
                "bridge-id",
                InetAddress.getByName("172.18.0.2"),
                "other-id"));
    assertThat(view.published())
        .containsExactly(
            Map.entry(
                new InetSocketAddress("10.0.0.1", 49153),
                Set.of(
                    new InetSocketAddress("172.17.0.2", 27017),
                    new InetSocketAddress("172.18.0.2", 27017))));
  }

  @Test
  void knowsNeitherOfTwoContainersThatSeemToHaveOneAddress() {
    ContainerFacts one =
        mongo("one", "0.0.0.0:49153").id("1").putNetworks("172.17.0.2", "bridge-id").build();
    ContainerFacts two = running("two").putNetworks("172.17.0.2", "bridge-id").build();

    HostView view = views.of(List.of(one, two));

    assertThat(view.networks()).isEmpty();
    assertThat(view.published())
        .containsExactly(Map.entry(new InetSocketAddress("10.0.0.1", 49153), Set.of()));
  }

  @Test
  void readsNameAndIdFromLabelsAndPrefersThemToVariables() {
    ContainerFacts container =
        mongo("a6df32", "0.0.0.0:49153").putLabels("SERVICE_27017_NAME", "other_mongo").build();

    HostView view = view(container);

    assertThat(endpoints(view))
        .containsExactly(endpoint("other_mongo", "mystack_mongo_27017_a6df32", "10.0.0.1:49153"));
  }

  @Test
  void namesAnInstanceWithoutAnIdAfterHostContainerAndPort() {
    ContainerFacts container =
        running("db")
            .putEnvironment("SERVICE_80_NAME", "app_web_80")
            .putPublished(ExposedPort.tcp(80), List.of(HostAndPort.parse("0.0.0.0:49153")))
            .build();

    HostView view = view(container);

    assertThat(endpoints(view))
        .containsExactly(endpoint("app_web_80", "node-1:db:80", "10.0.0.1:49153"));
  }

  @Test
  void countsOnlyTheFirstBindingOfAPort() {
    ContainerFacts container =
        running("web")
            .putEnvironment("SERVICE_80_NAME", "app_web_80")
            .putPublished(
                ExposedPort.tcp(80),
                List.of(HostAndPort.parse("10.0.0.7:8080"), HostAndPort.parse("10.0.0.8:8081")))
            .build();

    HostView view = view(container);

    assertThat(endpoints(view))
        .containsExactly(endpoint("app_web_80", "node-1:web:80", "10.0.0.7:8080"));
  }

  @Test
  void takesTheBindingOfTheHostsOwnFamilyWhereAPortIsPublishedOnEveryAddress() {
    HostViews onIpv6 = new HostViews(settings("fd00::1").build());
    ContainerFacts container =
        running("web")
            .putEnvironment("SERVICE_80_NAME", "app_web_80")
            .putPublished(
                ExposedPort.tcp(80),
                List.of(HostAndPort.parse("0.0.0.0:49153"), HostAndPort.parse("[::]:49154")))
            .build();

    HostView view = onIpv6.of(List.of(container));

    assertThat(endpoints(view))
        .containsExactly(endpoint("app_web_80", "node-1:web:80", "[fd00::1]:49154"));
  }

  // registrator#272, #228: 127.0.1.1 and empty addresses in the registry.
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.1.1", "::1"})
  void neverRegistersALoopbackAddressAndSaysSo(String address) {
    ContainerFacts container = mongo("a6df32", new HostAndPort(address, 49153).toString()).build();

    HostView view = view(container);

    assertThat(endpoints(view)).isEmpty();
    assertThat(problems(view))
        .singleElement()
        .asString()
        .contains("27017/tcp", "mystack_mongo.a6df32", address, "Fix: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.0.0.0", "::", "127.0.1.1", "::1", "node-1", "224.0.0.1"})
  void refusesAHostAddressThatOtherHostsCannotUse(String address) {
    ViewSettings.Builder settings = settings(address);

    assertThatThrownBy(settings::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + address + "'")
        .hasMessageContaining("VIKING_IP");
  }

  @Test
  void hidesContainersWithServiceIgnore() {
    ContainerFacts container =
        mongo("a6df32", "0.0.0.0:49153").putEnvironment("SERVICE_IGNORE", "yes").build();

    HostView view = view(container);

    assertThat(endpoints(view)).isEmpty();
    assertThat(view.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATED", "PAUSED", "EXITED", "RESTARTING", "DEAD"})
  void registersRunningContainersOnly(String state) {
    ContainerFacts container = mongo("a6df32", "0.0.0.0:49153").state(State.valueOf(state)).build();

    HostView view = view(container);

    assertThat(endpoints(view)).isEmpty();
  }

  @Test
  void givesOneNumberOnTwoProtocolsTwoNames() {
    ContainerFacts container =
        running("dns")
            .putEnvironment("SERVICE_53_NAME", "net_dns_53")
            .putEnvironment("SERVICE_53_ID", "net_dns_53_a6df32")
            .putPublished(ExposedPort.tcp(53), List.of(HostAndPort.parse("0.0.0.0:49153")))
            .putPublished(ExposedPort.udp(53), List.of(HostAndPort.parse("0.0.0.0:49200")))
            .build();

    HostView view = view(container);

    assertThat(endpoints(view))
        .containsExactly(
            endpoint("net_dns_53", "net_dns_53_a6df32", "10.0.0.1:49153"),
            endpoint("net_dns_53_udp", "net_dns_53_a6df32", "10.0.0.1:49200"));
  }

  @Test
  void reportsANamedPortThatIsNotPublished() {
    ContainerFacts container =
        running("web").putEnvironment("SERVICE_80_NAME", "app_web_80").build();

    HostView view = view(container);

    assertThat(problems(view))
        .containsExactly(
            "variable SERVICE_80_NAME of container 'web' is ignored: port 80 is not published.\n"
                + "  Fix: start the container with '-p 80'.");
  }

  @Test
  void keepsTheLongerRunningOneOfTwoWithTheSameId() {
    ContainerFacts old = mongo("a6df32", "0.0.0.0:49153").build();
    ContainerFacts copy =
        mongo("a6df32", "0.0.0.0:49154")
            .id("0")
            .name("copy")
            .startedAt(NOON.plusSeconds(1))
            .build();

    HostView view = view(copy, old);

    assertThat(endpoints(view))
        .extracting(Endpoint::address)
        .containsExactly(HostAndPort.parse("10.0.0.1:49153"));
    assertThat(problems(view)).singleElement().asString().contains("'copy'", "same id");
  }

  @Test
  void gatesAnEndpointOnTheImagesOwnHealthcheck() {
    ContainerFacts starting =
        mongo("aaaaaa", "0.0.0.0:49153").health(ContainerFacts.Health.STARTING).build();
    ContainerFacts healthy =
        mongo("bbbbbb", "0.0.0.0:49154").health(ContainerFacts.Health.HEALTHY).build();
    ContainerFacts without = mongo("cccccc", "0.0.0.0:49155").build();

    HostView view = view(starting, healthy, without);

    assertThat(view.registrations())
        .extracting(Registration::open)
        .containsExactly(false, true, true);
  }

  @Test
  void probesEachTcpPortAtItsPublishedAddress() {
    ContainerFacts container = mongo("a6df32", "0.0.0.0:49153").build();

    HostView view = view(container);

    assertThat(view.registrations().get(0).probe())
        .hasValueSatisfying(
            probe -> {
              assertThat(probe.target()).isEqualTo(HostAndPort.parse("10.0.0.1:49153"));
              assertThat(probe.health()).isEqualTo(Health.tcp());
            });
  }

  @Test
  void probesAsTheDeployedDefinitionSays() {
    Health http = Health.http("/ready");
    HostViews reading =
        new HostViews(
            settings("10.0.0.1")
                .definitionHealth(
                    text -> text.equals("{job}") ? Optional.of(http) : Optional.empty())
                .build());
    ContainerFacts container =
        mongo("a6df32", "0.0.0.0:49153").putLabels("viking.definition", "{job}").build();

    HostView view = reading.of(List.of(container));

    assertThat(view.registrations().get(0).probe())
        .hasValueSatisfying(probe -> assertThat(probe.health()).isEqualTo(http));
  }

  @Test
  void probesByTcpWhereTheDefinitionCannotBeReadAndSaysSo() {
    HostViews failing =
        new HostViews(
            settings("10.0.0.1")
                .definitionHealth(
                    text -> {
                      throw new IllegalArgumentException("not JSON");
                    })
                .build());
    ContainerFacts container =
        mongo("a6df32", "0.0.0.0:49153").putLabels("viking.definition", "{").build();

    HostView view = failing.of(List.of(container));

    assertThat(view.registrations().get(0).probe())
        .hasValueSatisfying(probe -> assertThat(probe.health()).isEqualTo(Health.tcp()));
    assertThat(problems(view)).singleElement().asString().contains("viking.definition", "not JSON");
  }

  @Test
  void probesAPortThatIsNotPublishedAtTheContainersOwnAddress() {
    Health admin = Health.builder().port(8081).interval(Duration.ofSeconds(1)).build();
    HostViews reading = new HostViews(settings("10.0.0.1").defaultHealth(admin).build());
    ContainerFacts container = mongo("a6df32", "0.0.0.0:49153").addAddresses("172.17.0.2").build();

    HostView view = reading.of(List.of(container));

    assertThat(view.registrations().get(0).probe())
        .hasValueSatisfying(
            probe -> assertThat(probe.target()).isEqualTo(HostAndPort.parse("172.17.0.2:8081")));
  }

  @Test
  void listensForEveryContainerRunningOrNot() {
    ContainerFacts created =
        linked("one", 1432, NETWORK + "shared_mongo_27017").state(State.CREATED).build();
    ContainerFacts exited =
        linked("two", 1433, "local:///viking/network/shared_auth_80").state(State.EXITED).build();

    HostView view = view(created, exited);

    assertThat(view.listeners())
        .containsExactly(Map.entry(1432, "shared_mongo_27017"), Map.entry(1433, "shared_auth_80"));
  }

  @Test
  void permitsEachAddressOfARunningContainerThePortsOfItsOwnLinks() throws Exception {
    ContainerFacts linked =
        linked("web", 1432, NETWORK + "shared_mongo_27017")
            .addAddresses("172.17.0.2", "172.18.0.2", "fd00::2")
            .build();
    ContainerFacts without = running("other").addAddresses("172.17.0.3").build();

    HostView view = view(linked, without);

    assertThat(view.permissions())
        .containsOnly(
            Map.entry(InetAddress.getByName("172.17.0.2"), Set.of(1432)),
            Map.entry(InetAddress.getByName("172.18.0.2"), Set.of(1432)),
            Map.entry(InetAddress.getByName("fd00::2"), Set.of(1432)),
            Map.entry(InetAddress.getByName("172.17.0.3"), Set.of()));
  }

  @Test
  void permitsNothingToAContainerThatHasEnded() {
    ContainerFacts ended =
        linked("web", 1432, NETWORK + "shared_mongo_27017")
            .addAddresses("172.17.0.2")
            .state(State.EXITED)
            .build();

    HostView view = view(ended);

    assertThat(view.permissions()).isEmpty();
  }

  @Test
  void leavesAnAddressOpenToQuestionThatTwoContainersHave() throws Exception {
    ContainerFacts stale =
        linked("old", 1432, NETWORK + "a_b_1").addAddresses("172.17.0.2").build();
    ContainerFacts fresh =
        linked("new", 1433, NETWORK + "a_c_1").addAddresses("172.17.0.2").build();

    HostView view = view(stale, fresh);

    assertThat(view.permissions()).doesNotContainKey(InetAddress.getByName("172.17.0.2"));
  }

  @Test
  void reportsLinksOfAContainerWithoutAnAddressOfItsOwn() {
    ContainerFacts container = linked("web", 1432, NETWORK + "shared_mongo_27017").build();

    HostView view = view(container);

    assertThat(view.permissions()).isEmpty();
    assertThat(problems(view)).singleElement().asString().contains("'web'", "Fix: ");
  }

  @Test
  void keepsThePortWithTheFirstServiceAndDeniesItToTheOther() throws Exception {
    ContainerFacts first =
        linked("first", 1432, NETWORK + "shared_mongo_27017").addAddresses("172.17.0.2").build();
    ContainerFacts second =
        linked("second", 1432, NETWORK + "shared_auth_80")
            .id("0")
            .startedAt(NOON.plusSeconds(1))
            .addAddresses("172.17.0.3")
            .build();

    HostView view = view(second, first);

    assertThat(view.listeners()).containsExactly(Map.entry(1432, "shared_mongo_27017"));
    assertThat(view.permissions().get(InetAddress.getByName("172.17.0.3"))).isEmpty();
    assertThat(problems(view)).singleElement().asString().contains("'second'", "'first'");
  }

  @Test
  void takesAmbassadordsAddressesAsFixedEndpoints() {
    ContainerFacts container = linked("web", 6379, "10.0.0.5:6379,10.0.0.6:6380").build();

    HostView view = view(container);

    assertThat(view.listeners()).containsExactly(Map.entry(6379, "fixed:6379"));
    assertThat(view.fixedEndpoints())
        .extracting(Endpoint::service, endpoint -> endpoint.address().toString())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("fixed:6379", "10.0.0.5:6379"),
            org.assertj.core.groups.Tuple.tuple("fixed:6379", "10.0.0.6:6380"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis.services.consul",
        "redis.services.consul:6379",
        "etcd://10.0.0.9",
        "etcd://10.0.0.9/viking/network/",
        "etcd://10.0.0.9/viking/network/a/b",
        "etcd://10.0.0.9/other/network/a_b_1",
        "consul://10.0.0.9/viking/network/a_b_1",
        "10.0.0.5:6379,",
        "10.0.0.5:99999",
        "127.0.0.1:2375",
        "0.0.0.0:2375",
        "[::1]:80",
        "\u0000",
        "%s%n{}"
      })
  void ignoresOneBadVariableReportsItAndKeepsTheRest(String value) {
    ContainerFacts container =
        linked("web", 1432, value)
            .putEnvironment("BACKEND_1433", NETWORK + "shared_auth_80")
            .addAddresses("172.17.0.2")
            .build();

    HostView view = view(container);

    assertThat(view.listeners()).containsExactly(Map.entry(1433, "shared_auth_80"));
    assertThat(view.permissions().values()).containsExactly(Set.of(1433));
    assertThat(problems(view))
        .singleElement()
        .asString()
        .contains("BACKEND_1432=" + value.replace('\0', '?'), "'web'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BACKEND_0", "BACKEND_65536", "BACKEND_99999999999999999999"})
  void reportsANumberThatIsNoPort(String variable) {
    ContainerFacts container =
        running("web")
            .putEnvironment(variable, NETWORK + "a_b_1")
            .addAddresses("172.17.0.2")
            .build();

    HostView view = view(container);

    assertThat(view.listeners()).isEmpty();
    assertThat(problems(view)).singleElement().asString().contains(variable);
  }

  @Test
  void leavesAProgramsOwnBackendVariablesAlone() {
    ContainerFacts container =
        running("web")
            .putEnvironment("BACKEND_URL", "http://example.org")
            .putEnvironment("BACKEND_", "x")
            .build();

    HostView view = view(container);

    assertThat(view.listeners()).isEmpty();
    assertThat(view.problems()).isEmpty();
  }

  @Test
  void isTheSameInWhateverOrderTheEngineListsTheContainers() {
    List<ContainerFacts> containers =
        Arrays.asList(
            mongo("a6df32", "0.0.0.0:49153").build(),
            mongo("a6df32", "0.0.0.0:49154").id("x").name("copy").build(),
            linked("one", 1432, NETWORK + "a_b_1").addAddresses("172.17.0.2").build(),
            linked("two", 1432, NETWORK + "a_c_1").addAddresses("172.17.0.3").build());
    HostView before = views.of(containers);

    Collections.reverse(containers);
    HostView after = views.of(containers);

    assertThat(after).isEqualTo(before);
  }

  private HostView view(ContainerFacts... containers) {
    return views.of(List.of(containers));
  }

  private static ViewSettings.Builder settings(String address) {
    return ViewSettings.builder()
        .hostName("node-1")
        .publishAddress(address)
        .networkPath("/viking/network");
  }

  private static ContainerFacts.Builder linked(String name, int port, String value) {
    return running(name).putEnvironment("BACKEND_" + port, value);
  }

  private static Endpoint endpoint(String service, String id, String address) {
    return new Endpoint(service, id, HostAndPort.parse(address));
  }

  private static List<Endpoint> endpoints(HostView view) {
    return view.registrations().stream().map(Registration::endpoint).toList();
  }

  private static List<String> problems(HostView view) {
    return view.problems().stream().map(Object::toString).toList();
  }
}

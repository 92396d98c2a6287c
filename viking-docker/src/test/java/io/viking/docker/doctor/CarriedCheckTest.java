package io.viking.docker.doctor;

import static io.viking.docker.doctor.Readings.NODE_1;
import static io.viking.docker.doctor.Readings.NODE_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.engine.ContainerFacts.State;
import io.viking.model.Finding;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.ports.Withheld;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CarriedCheckTest {
  private static final String NETWORK = "etcd://10.0.0.1:2379/viking/network/";
  private static final PortTable TABLE =
      PortTable.of(
          Map.of(
              ServicePort.parse("shared/mongo/27017/tcp"), 10000,
              ServicePort.parse("shared/dns/53/udp"), 10001));

  private static final Map<Integer, Withheld> WITHHELD =
      Map.of(
          10005, Withheld.released(ServicePort.parse("app/old/80/tcp"), Instant.EPOCH),
          10006, Withheld.skippedNumber());

  @Test
  void warnsOfContainersThatCarryWhatTheirServiceHasReleased() {
    List<Finding> findings =
        check("BACKEND_10005=" + NETWORK + "app_old_80", "BACKEND_10006=" + NETWORK + "app_old_80");

    assertThat(Readings.faults(findings))
        .satisfiesExactly(
            released ->
                assertThat(released)
                    .startsWith("WARNING container web: on node-1 it carries 10005 for app_old_80,")
                    .contains("released"),
            skipped -> assertThat(skipped).startsWith("ERROR container web").contains("10006"));
  }

  @Test
  void findsNothingWhereEveryNumberIsItsServices() {
    List<Finding> findings =
        check(
            "BACKEND_10000=" + NETWORK + "shared_mongo_27017",
            "BACKEND_10001=" + NETWORK + "shared_dns_53_udp");

    assertThat(findings)
        .containsExactly(
            Finding.ok("containers", "all 2 numbers that they carry are their services'."));
  }

  @Test
  void namesContainersWhoseNumberBelongsToAnotherService() {
    List<Finding> findings = check("BACKEND_10000=" + NETWORK + "app_web_80");

    assertThat(Readings.faults(findings))
        .singleElement()
        .asString()
        .startsWith("ERROR container web: on node-1 it carries 10000 for app_web_80,")
        .contains("belongs to shared/mongo/27017/tcp", "wrong server");
  }

  @Test
  void namesContainersWhoseNumberNobodyHas() {
    List<Finding> findings = check("BACKEND_10002=" + NETWORK + "app_web_80");

    assertThat(Readings.faults(findings))
        .singleElement()
        .asString()
        .startsWith("ERROR container web: on node-1 it carries 10002 for app_web_80,")
        .contains("nobody has that number");
  }

  @Test
  void leavesAloneWhatLeadsToAnAddressUnlessTheNumberIsGiven() {
    List<Finding> findings =
        check("BACKEND_10003=10.0.0.7:80", "BACKEND_10000=10.0.0.7:80", "BACKEND_x=y");

    assertThat(Readings.faults(findings))
        .singleElement()
        .asString()
        .contains("10000 for an address of its own", "belongs to shared/mongo/27017/tcp");
  }

  @Test
  void leavesAloneWhatAnotherClusterHasOnTheSameEngine() {
    assertThat(Readings.faults(check("BACKEND_10000=etcd://10.0.0.1:2379/other/network/a_b_80")))
        .isEmpty();
  }

  @Test
  void looksAtContainersThatDoNotRunAndAtAllHosts() {
    HostReading other =
        Readings.of(
            NODE_2,
            Readings.container("old", State.CREATED, "BACKEND_10009=" + NETWORK + "app_old_80"));
    HostReading silent =
        ImmutableHostReading.builder()
            .host(NODE_1)
            .engine(Answer.failed("off"))
            .containers(Answer.failed("off"))
            .build();

    List<Finding> findings =
        new CarriedCheck(TABLE, WITHHELD, "/viking/network").findings(List.of(silent, other));

    assertThat(Readings.faults(findings))
        .singleElement()
        .asString()
        .startsWith("ERROR container old: on node-2 it carries 10009");
  }

  private static List<Finding> check(String... variables) {
    return new CarriedCheck(TABLE, WITHHELD, "/viking/network")
        .findings(
            List.of(Readings.of(NODE_1, Readings.container("web", State.RUNNING, variables))));
  }
}

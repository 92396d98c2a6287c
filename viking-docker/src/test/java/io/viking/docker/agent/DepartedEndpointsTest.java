package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DepartedEndpointsTest {
  private static final InstanceId DB = db("d2d2d2");
  private static final Endpoint TCP = endpoint("app_db_80", "app_db_80_d2d2d2", 32768);
  private static final Endpoint UDP = endpoint("app_db_53_udp", "app_db_53_d2d2d2", 32769);
  private static final Endpoint OTHER = endpoint("app_db_80", "app_db_80_e3e3e3", 32770);

  private final DepartedEndpoints departed = new DepartedEndpoints();
  private EndpointSnapshot now = EndpointSnapshot.empty();

  @Test
  void remembersWhereAnInstanceWasThatHasNoEndpointAnyMore() {
    change(TCP, UDP, OTHER);
    change(UDP, OTHER);
    Map<InstanceId, Set<Endpoint>> half = departed.of(Set.of(DB), now);

    change(OTHER);

    assertThat(half).as("one of its ports has an endpoint").isEmpty();
    assertThat(departed.of(Set.of(DB), now)).isEqualTo(Map.of(DB, Set.of(TCP, UDP)));
    assertThat(departed.of(Set.of(db("e3e3e3")), now)).isEmpty();
  }

  @Test
  void remembersEveryAddressOfAnInstanceThatMoved() {
    Endpoint moved = endpoint("app_db_80", "app_db_80_d2d2d2", 32771);
    change(TCP);
    change(moved);
    change();

    assertThat(departed.of(Set.of(DB), now)).isEqualTo(Map.of(DB, Set.of(TCP, moved)));
  }

  @Test
  void anInstanceThatComesBackHasNotDeparted() {
    change(TCP);
    change();
    change(TCP);

    assertThat(departed.of(Set.of(DB), now)).isEmpty();
  }

  @Test
  void areToldToTheAgentThatTakesOver() {
    change(TCP, UDP, OTHER);
    change(OTHER);
    DepartedEndpoints next = new DepartedEndpoints();

    DepartedEndpoints.read(DepartedEndpoints.write(departed.all()) + "what is that\n")
        .forEach(next::remember);

    assertThat(next.of(Set.of(DB), now)).isEqualTo(Map.of(DB, Set.of(TCP, UDP)));
  }

  @Test
  void oneThatWasNeverHeardOfHasNoEndpoint() {
    assertThat(departed.of(Set.of(DB), now)).isEqualTo(Map.of(DB, Set.of()));
  }

  @Test
  void whatIsNoInstanceOfVikingsIsNotInTheWay() {
    change(endpoint("db", "node-1:db:80", 1), endpoint("app_db_80", "mine", 2), TCP);
    change(endpoint("app_db_80", "mine", 2));

    assertThat(departed.of(Set.of(DB), now)).isEqualTo(Map.of(DB, Set.of(TCP)));
  }

  @Test
  void forgetsThoseThatWentLongAgo() {
    Endpoint[] many =
        IntStream.range(0, 1_001)
            .mapToObj(i -> endpoint("app_db_80", "app_db_80_%06x".formatted(i), 1_000 + i))
            .toArray(Endpoint[]::new);
    change(many);
    change();

    assertThat(departed.of(Set.of(db("000000")), now)).isEqualTo(Map.of(db("000000"), Set.of()));
    assertThat(departed.of(Set.of(db("000001")), now))
        .isEqualTo(Map.of(db("000001"), Set.of(many[1])));
  }

  private void change(Endpoint... endpoints) {
    EndpointSnapshot next = EndpointSnapshot.of(now.revision() + 1, List.of(endpoints));
    departed.changed(now, next);
    now = next;
  }

  private static InstanceId db(String pid) {
    return new InstanceId(ServiceName.of("app", "db"), Pid.of(pid));
  }

  private static Endpoint endpoint(String service, String id, int port) {
    return new Endpoint(service, id, HostAndPort.parse("10.0.0.1:" + port));
  }
}

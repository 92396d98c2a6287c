package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final PortKey PORT = PortKey.tcp(1432);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private Core core = new Core(AmbassadorOptions.of(Lab.LOOPBACK), (delay, task) -> {}, clock::get);

  @BeforeEach
  void listen() {
    core.routing().services(Map.of(PORT, "mongo"));
  }

  @Test
  void triesEachEndpointOnceAndThenGivesUp() {
    endpoints("10.0.0.1:1", "10.0.0.2:1", "10.0.0.3:1");
    Route route = route();

    List<String> tried = new ArrayList<>();
    for (Optional<Backend> next = route.next(); next.isPresent(); next = route.next()) {
      tried.add(next.get().toString());
      route.failed(next.get());
    }

    assertThat(tried).containsExactlyInAnyOrder("10.0.0.1:1", "10.0.0.2:1", "10.0.0.3:1");
    assertThat(route.refusal()).isEqualTo(Refusal.UNREACHABLE);
    assertThat(Lab.report(core).failures()).containsEntry("mongo", 3L);
  }

  @Test
  void givesUpWhenTheTimeIsOver() {
    endpoints("10.0.0.1:1", "10.0.0.2:1");
    Route route = route();
    route.failed(route.next().orElseThrow());

    clock.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThat(route.next()).isEmpty();
    assertThat(route.refusal()).isEqualTo(Refusal.UNREACHABLE);
  }

  @Test
  void leavesAnEndpointNoMoreTimeThanIsLeft() {
    Route route = route();
    assertThat(route.patience()).isEqualTo(Duration.ofSeconds(2));

    clock.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(route.patience()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void saysThatThereIsNoEndpointWhereThereIsNone() {
    Route route = route();

    assertThat(route.next()).isEmpty();
    assertThat(route.refusal()).isEqualTo(Refusal.NO_ENDPOINT);
  }

  @Test
  void findsNoRouteForAPortWithoutService() {
    assertThat(core.route(PortKey.tcp(1433))).isEmpty();
    assertThat(core.route(PortKey.udp(1432))).isEmpty();
  }

  @Test
  void triesTheEndpointThatFailedLatelyLast() {
    endpoints("10.0.0.1:1", "10.0.0.2:1");
    Route earlier = route();
    Backend failed = earlier.next().orElseThrow();
    earlier.failed(failed);

    Route route = route();

    assertThat(route.next()).isNotEmpty().get().isNotSameAs(failed);
    assertThat(route.next()).containsSame(failed);
  }

  @Test
  void keepsCountAndPauseOfAnEndpointOverNewSnapshots() {
    endpoints("10.0.0.1:1", "10.0.0.2:1");
    Backend taken = route().next().orElseThrow();

    endpoints("10.0.0.1:1", "10.0.0.2:1", "10.0.0.3:1");

    assertThat(core.routing().backends("mongo")).hasSize(3).contains(taken);
    assertThat(taken.connections()).isEqualTo(1);
  }

  @Test
  void stillCountsTheConnectionsOfAnEndpointThatWasGoneForAWhile() {
    endpoints("10.0.0.1:1");
    Backend taken = route().next().orElseThrow();

    endpoints();
    endpoints("10.0.0.1:1");

    assertThat(core.routing().backends("mongo")).containsExactly(taken);
  }

  @Test
  void givesNoConnectionToAnEndpointThatGoesWhileItIsChosen() {
    AtomicBoolean gone = new AtomicBoolean();
    // Asked because of the tie, and answers for the second.
    RandomGenerator random =
        () -> {
          if (gone.compareAndSet(false, true)) {
            endpoints("10.0.0.1:1");
          }
          return 0;
        };
    core =
        new Core(
            AmbassadorOptions.builder().bindAddress(Lab.LOOPBACK).random(random).build(),
            (delay, task) -> {},
            clock::get);
    listen();
    endpoints("10.0.0.1:1", "10.0.0.2:1");

    Optional<Backend> chosen = route().next();

    assertThat(gone).isTrue();
    assertThat(chosen).get().hasToString("10.0.0.1:1");
    assertThat(lasting("10.0.0.1:1")).isEqualTo(1);
    assertThat(lasting("10.0.0.2:1")).isZero();
  }

  @Test
  void countsAConnectionThatWasGivenWhileItsEndpointWent() {
    BackendView before = BackendView.EMPTY.next(snapshot("10.0.0.1:1"));
    BackendView after = before.next(snapshot());

    before.of("mongo").get(0).take();

    assertThat(after.at("mongo", HostAndPort.parse("10.0.0.1:1"))).isEmpty();
    assertThat(after.keeping(before).at("mongo", HostAndPort.parse("10.0.0.1:1")))
        .containsSame(before.of("mongo").get(0));
    assertThat(after.keeping(before).of("mongo")).isEmpty();
  }

  @Test
  void triesTwoInstancesOfOneAddressOnce() {
    endpoints("10.0.0.1:1", "10.0.0.1:1");
    Route route = route();

    assertThat(route.next()).isNotEmpty();
    assertThat(route.next()).isEmpty();
  }

  @Test
  void leavesHostNamesToBeResolvedWhenConnecting() {
    endpoints("db.internal:1", "[fd00::1]:1");

    assertThat(core.routing().backends("mongo"))
        .extracting(backend -> backend.address().isUnresolved())
        .containsExactly(true, false);
  }

  private int lasting(String address) {
    return core.routing().lasting("mongo", HostAndPort.parse(address), clock.get());
  }

  private Route route() {
    return core.route(PORT).orElseThrow();
  }

  private void endpoints(String... addresses) {
    core.routing().endpoints(snapshot(addresses));
  }

  private static EndpointSnapshot snapshot(String... addresses) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String address : addresses) {
      endpoints.add(new Endpoint("mongo", "mongo_" + endpoints.size(), HostAndPort.parse(address)));
    }
    return EndpointSnapshot.of(1, endpoints);
  }
}

package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.HostAndPort;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RelayPathIT extends DataPathContract {
  private static final Logger LOG = LoggerFactory.getLogger(RelayPathIT.class);
  private static final Duration PACE = Duration.ofMillis(1);
  private static final int FIRST = 20_000;
  private static final int SERVICES = 50;

  /** A multiple of six rounds of all services, so that the last of them all come. */
  private static final int CHANGES = 34 * 6 * SERVICES;

  @Override
  DataPathMode mode() {
    return DataPathMode.RELAY;
  }

  @Override
  void settle(int endpoints) {}

  @Override
  void settle(int count, HostAndPort only) {}

  @Override
  void assertTaken(int connections) {
    assertThat(lab.ambassador().status().accepted()).isGreaterThanOrEqualTo(connections);
    assertThat(lab.ambassador().status().dataPath().inUse()).isEqualTo(DataPathMode.RELAY);
  }

  @Test
  void goesOnThroughTenSecondsOfAThousandChangesASecond() throws Exception {
    HostAndPort one = lab.remote(2, "one").address();
    HostAndPort two = lab.remote(3, "two").address();
    lab.endpoints("mongo", one, two);
    lab.permit(
        "two", IntStream.range(0, SERVICES).mapToObj(i -> FIRST + i).toArray(Integer[]::new));
    settle(2);
    SteadyLoad load = SteadyLoad.start(lab, "web", PORT, "one", "two");

    long begin = System.nanoTime();
    for (int change = 0; change < CHANGES; change++) {
      long due = begin + change * PACE.toNanos();
      while (System.nanoTime() - due < 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      change(change, one, two);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    List<String> failures = load.end();

    LOG.info(
        "{} {}: {} changes in {} ms, {} new connections answered, longest gap {} ms",
        mode(),
        net(),
        CHANGES,
        took.toMillis(),
        load.answers(),
        load.longestGap().toMillis());
    assertThat(failures).isEmpty();
    for (int service = 0; service < SERVICES; service++) {
      int port = FIRST + service;
      String expected = service % 2 == 0 ? "one" : "two";
      Await.until(
          "port " + port + " leads to " + expected, () -> expected.equals(ask("two", port)));
    }
  }

  /** Endpoints, services and permissions come and go; after the last of them all are there. */
  private void change(int number, HostAndPort one, HostAndPort two) {
    int round = number / SERVICES;
    int service = number % SERVICES;
    boolean comes = round % 2 == 1;
    switch (round / 2 % 3) {
      case 0 -> lab.endpoints("mongo", comes ? one : two, number % 2 == 0 ? one : two);
      case 1 -> {
        if (comes) {
          lab.endpoints("service" + service, service % 2 == 0 ? one : two);
        } else {
          lab.endpoints("service" + service);
        }
      }
      default -> {
        if (comes) {
          lab.listen(FIRST + service, "service" + service);
        } else {
          lab.unlisten(FIRST + service);
        }
      }
    }
  }
}

package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What containers see of an ambassador, whoever passes their connections on. */
@Timeout(120)
abstract class DataPathContract {
  private static final Logger LOG = LoggerFactory.getLogger(DataPathContract.class);
  private static final Duration PACE = Duration.ofMillis(1);
  private static final int FIRST = 20_000;
  private static final int SERVICES = 50;

  /** So many changes until endpoints and listeners of all services have gone, and come again. */
  static final int SIX_ROUNDS = 6 * SERVICES;

  static final int PORT = 1432;

  HostLab lab;

  abstract DataPathMode mode();

  /** The IP family of everybody's addresses. */
  LabNet net() {
    return LabNet.IPV4;
  }

  /** Waits until connections to that port take this path to that many endpoints, if it can. */
  abstract void settle(int endpoints) throws IOException;

  /** Asserts that this path has taken at least that many connections. */
  abstract void assertTaken(int connections);

  @BeforeEach
  void startHost() {
    KernelPathIT.requireNft();
    // Who is unknown waits for the full time: nobody looks.
    lab = new HostLab(net(), options -> options.dataPath(mode()).lookup(CompletableFuture::new));
    lab.permit("web", PORT);
    lab.listen(PORT, "mongo");
  }

  @AfterEach
  void stopHost() {
    if (lab != null) {
      lab.close();
    }
  }

  /** How many changes are made at that pace: a multiple of {@link #SIX_ROUNDS}. */
  int changes() {
    return 34 * SIX_ROUNDS;
  }

  @Test
  void goesOnThroughAThousandChangesASecond() throws Exception {
    HostAndPort one = lab.remote(2, "one").address();
    HostAndPort two = lab.remote(3, "two").address();
    lab.endpoints("mongo", one, two);
    lab.permit(
        "two", IntStream.range(0, SERVICES).mapToObj(i -> FIRST + i).toArray(Integer[]::new));
    settle(2);
    SteadyLoad load = SteadyLoad.start(lab, "web", PORT, "one", "two");

    long begin = System.nanoTime();
    for (int change = 0; change < changes(); change++) {
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
        changes(),
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

  @Test
  void leadsThePermittedToAnotherHost() throws IOException {
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    settle(1);

    String answer = lab.ask("web", PORT);

    assertThat(answer).isEqualTo("remote");
    assertTaken(1);
  }

  @Test
  void refusesTheOthersAtOnce() throws IOException {
    lab.endpoints("mongo", lab.remote(2, "secret").address());
    lab.permit("two");
    settle(1);

    assertThatThrownBy(() -> lab.ask("two", PORT)).isInstanceOf(IOException.class);

    assertThat(lab.ambassador().status().refused()).containsEntry(Refusal.NOT_PERMITTED, 1L);
  }

  @Test
  void holdsTheUnknownUntilTheyAreKnown() throws Exception {
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    settle(1);

    CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask("three", PORT));
    Await.until("held", () -> lab.ambassador().status().held() == 1);
    lab.permit("three", PORT);

    assertThat(answer.get()).isEqualTo("remote");
  }

  String ask(String container, int port) {
    try {
      return lab.ask(container, port);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void spreadsConnectionsOverAllEndpoints() throws IOException {
    lab.endpoints(
        "mongo",
        lab.remote(2, "one").address(),
        lab.remote(3, "two").address(),
        lab.published("two", "local"));
    settle(3);

    Set<String> answers = answers(60);

    assertThat(answers).containsExactly("local", "one", "two");
    assertTaken(60);
  }

  private Set<String> answers(int count) throws IOException {
    Set<String> answers = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      answers.add(lab.ask("web", PORT));
    }
    return answers;
  }

  @Test
  void leadsToAContainerOnTheSameBridgeWhetherOrNotBridgesAreFiltered() throws IOException {
    lab.endpoints("mongo", lab.published("two", "local"));
    settle(1);

    List<String> answers = new ArrayList<>();
    for (String filtered : List.of("0", "1")) {
      setBridgeFilter(filtered);
      answers.add(lab.ask("web", PORT));
    }

    assertThat(answers).containsExactly("local", "local");
    assertTaken(2);
  }

  @Test
  void countsTheConnectionsToAnotherHostsEndpointThatIsGoneUntilTheyEnd() throws IOException {
    countsUntilTheyEnd(lab.remote(2, "far").address());
  }

  @Test
  void countsTheConnectionsToThisHostsEndpointThatIsGoneUntilTheyEnd() throws IOException {
    countsUntilTheyEnd(lab.published("two", "near"));
  }

  private void countsUntilTheyEnd(HostAndPort address) throws IOException {
    Endpoint gone = new Endpoint("mongo", "mongo_0", address);
    lab.endpoints("mongo", address);
    settle(1);
    assertThat(lab.mayBegin(gone)).isTrue();
    Socket first = lab.connect("web", PORT);
    Socket second = lab.connect("web", PORT);
    HostLab.line(first);
    HostLab.line(second);

    lab.endpoints("mongo", lab.remote(3, "other").address());
    Await.until("nothing new goes to " + gone, () -> !lab.mayBegin(gone));
    String next = lab.ask("web", PORT);

    assertThat(next).isEqualTo("other");
    assertThat(lab.openConnections(gone)).isEqualTo(2);
    assertThat(HostLab.echoes(first)).isTrue();
    first.close();
    Await.until("one has ended", () -> lab.openConnections(gone) == 1);
    assertThat(HostLab.echoes(second)).isTrue();
    second.close();
    Await.until("both have ended", () -> lab.openConnections(gone) == 0);
  }

  private void setBridgeFilter(String value) {
    // The setting is there once the module br_netfilter is; without it bridges are not filtered.
    lab.host()
        .exec(
            "sh",
            "-c",
            "for f in /proc/sys/net/bridge/bridge-nf-call-ip*tables; do [ ! -e $f ] || echo "
                + value
                + " > $f; done");
  }

  @Test
  void leadsAContainerToItself() throws IOException {
    lab.endpoints("mongo", lab.published("web", "myself"));
    settle(1);

    String answer = lab.ask("web", PORT);

    assertThat(answer).isEqualTo("myself");
  }

  @Test
  void leadsToAContainerOnABridgeThatIsKeptApart() throws IOException {
    lab.endpoints("mongo", lab.published("far", "apart"));

    String answer = lab.ask("web", PORT);

    assertThat(answer).isEqualTo("apart");
  }

  @Test
  void leadsAContainerOfAnotherBridgeToAnotherHost() throws IOException {
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    lab.permit("far", PORT);
    settle(2);

    String answer = lab.ask("far", PORT);

    assertThat(answer).isEqualTo("remote");
    assertTaken(1);
  }

  @Test
  void keepsTheConnectionsOfAnEndpointThatIsTakenOut() throws IOException {
    TcpServer leaving = lab.remote(2, "leaving");
    TcpServer staying = lab.remote(3, "staying");
    lab.endpoints("mongo", leaving.address());
    settle(1);
    Socket open = lab.connect("web", PORT);
    String first = HostLab.line(open);

    lab.endpoints("mongo", staying.address());
    settle(1, staying.address());

    assertThat(first).isEqualTo("leaving");
    assertThat(answers(20)).containsExactly("staying");
    assertThat(HostLab.echoes(open)).isTrue();
  }

  /** Waits until connections take this path to that endpoint alone. */
  abstract void settle(int count, HostAndPort only) throws IOException;

  @Test
  void keepsTheConnectionsOfAContainerThatLosesItsPermission() throws IOException {
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    settle(1);
    Socket open = lab.connect("web", PORT);
    String first = HostLab.line(open);

    lab.permit("web");
    settle(0);

    assertThat(first).isEqualTo("remote");
    assertThatThrownBy(() -> lab.ask("web", PORT)).isInstanceOf(IOException.class);
    assertThat(HostLab.echoes(open)).isTrue();
  }

  @Test
  void refusesAPortThatIsClosedBeforeTheCallReturns() throws IOException {
    lab.endpoints("mongo", lab.remote(2, "remote").address());
    settle(1);

    lab.unlisten(PORT);

    assertThatThrownBy(() -> lab.ask("web", PORT)).isInstanceOf(ConnectException.class);
  }

  @Test
  void failsNobodyWhileAnotherEndpointLives() throws IOException {
    TcpServer dying = lab.remote(2, "dying");
    TcpServer living = lab.remote(3, "living");
    lab.endpoints("mongo", dying.address(), living.address());
    settle(2);

    dying.close();
    settle(1, living.address());
    Set<String> after = answers(30);
    lab.again(dying.address(), "again");

    assertThat(after).containsExactly("living");
    Await.until("again in use", () -> ask("web", PORT).equals("again"));
  }

  @Test
  void losesNoConnectionToAThousandChangesASecond() throws Exception {
    HostAndPort one = lab.remote(2, "one").address();
    HostAndPort two = lab.remote(3, "two").address();
    lab.endpoints("mongo", one, two);
    settle(2);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<List<String>> failures = CompletableFuture.supplyAsync(() -> hammer(over));

    for (int change = 0; change < 3000; change++) {
      lab.endpoints("mongo", change % 3 == 0 ? one : two, change % 2 == 0 ? two : one);
      lab.endpoints("other" + change % 50, one);
      lab.permit("two", 20_000 + change % 100);
    }
    over.set(true);

    assertThat(failures.get()).isEmpty();
    assertTaken(10);
  }

  private List<String> hammer(AtomicBoolean over) {
    List<String> failures = new ArrayList<>();
    while (!over.get()) {
      String answer = ask("web", PORT);
      if (!answer.equals("one") && !answer.equals("two")) {
        failures.add(answer);
      }
    }
    return failures;
  }
}

package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.ports.Departures;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HandoverTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final TcpServer server = TcpServer.echo();
  private final PortKey port = PortKey.tcp(Lab.freeTcpPort(Lab.LOOPBACK));
  private final AtomicInteger taken = new AtomicInteger();
  private Ambassador first;
  private HandoverServer waiting;
  private volatile CountDownLatch hangs = new CountDownLatch(0);

  @BeforeEach
  void start() throws IOException {
    first = ambassador(2, PassedSockets.none());
    waiting = wait(first);
  }

  @AfterEach
  void stop() {
    waiting.close();
    first.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  void noConnectionFailsWhateverTheNumberOfLoops(int loops) throws IOException {
    try (EchoLoad load = EchoLoad.start(port.port(), 4)) {
      load.awaitMore(200);
      try (Inheritance inheritance = Inheritance.ask(path(), LIMIT);
          Ambassador next = ambassador(loops, inheritance.sockets())) {
        int left = inheritance.sockets().size();
        load.awaitMore(200);
        boolean done = inheritance.confirm();
        load.awaitMore(400);
        first.close();
        load.awaitMore(400);

        assertThat(left).isZero();
        assertThat(done).isTrue();
        assertThat(taken).hasValue(1);
        assertThat(next.status().accepted()).isGreaterThan(400);
        load.close();
      }
      assertThat(load.failures()).as("of %s connections", load.connections()).isEmpty();
    }
  }

  @Test
  void anOpenConnectionStaysWithTheProcessThatAcceptedIt() throws IOException {
    try (EchoClient open = new EchoClient(port.port());
        Inheritance inheritance = Inheritance.ask(path(), LIMIT);
        Ambassador next = ambassador(1, inheritance.sockets())) {
      open.exchange("before");
      inheritance.confirm();

      open.exchange("after");

      assertThat(next.status().accepted()).isZero();
    }
  }

  @Test
  void whoHasTakenOverIsToldOfTheConnectionsThatAreLeft() throws IOException {
    Endpoint endpoint = new Endpoint("echo", "echo_1", server.address());
    Endpoint other = new Endpoint("other", "other_1", server.address());
    try (EchoClient open = new EchoClient(port.port());
        Inheritance inheritance = Inheritance.ask(path(), LIMIT)) {
      open.exchange("before");
      inheritance.confirm();
      try (Predecessor predecessor = inheritance.predecessor()) {
        Map<Endpoint, Integer> current = predecessor.relayed(List.of(endpoint, other));
        first.endpoints(EndpointSnapshot.empty());
        Map<Endpoint, Integer> gone = predecessor.relayed(List.of(endpoint, other));
        open.exchangeAndClose();

        assertThat(predecessor.lastWords()).isEqualTo("gone");
        assertThat(current).as("one may get more").isEqualTo(Map.of(other, 0));
        assertThat(gone).isEqualTo(Map.of(endpoint, 1, other, 0));
        Await.until(
            "its connection has ended",
            () -> predecessor.relayed(List.of(endpoint)).equals(Map.of(endpoint, 0)));
      }
    }
  }

  @Test
  void aPredecessorThatHasEndedHasNoConnection() throws IOException {
    Endpoint endpoint = new Endpoint("echo", "echo_1", server.address());
    try (Inheritance inheritance = Inheritance.ask(path(), LIMIT)) {
      inheritance.confirm();
      try (Predecessor predecessor = inheritance.predecessor()) {
        boolean told = predecessor.relayed(List.of(endpoint)).isEmpty();

        waiting.close();

        assertThat(told).as("one may get more").isTrue();
        assertThat(predecessor.relayed(List.of(endpoint))).isEqualTo(Map.of(endpoint, 0));
      }
    }
  }

  @Test
  void aPredecessorThatHangsIsUnknownUntilItEnds() throws IOException {
    Endpoint endpoint = new Endpoint("echo", "echo_1", server.address());
    try (Inheritance inheritance = Inheritance.ask(path(), LIMIT)) {
      inheritance.confirm();
      try (Predecessor predecessor = inheritance.predecessor()) {
        hangs = new CountDownLatch(1);
        Map<Endpoint, Integer> hanging = predecessor.relayed(List.of(endpoint));
        Map<Endpoint, Integer> still = predecessor.relayed(List.of(endpoint));
        hangs.countDown();
        waiting.close();

        assertThat(hanging).isEqualTo(Map.of(endpoint, Departures.UNKNOWN));
        assertThat(still).isEqualTo(Map.of(endpoint, Departures.UNKNOWN));
        Await.until(
            "it has ended",
            () -> predecessor.relayed(List.of(endpoint)).equals(Map.of(endpoint, 0)));
      }
    }
  }

  @Test
  void whoDoesNotConfirmChangesNothing() throws IOException {
    try (Inheritance inheritance = Inheritance.ask(path(), LIMIT)) {
      assertThat(inheritance.text()).isEqualTo("a table");
      assertThat(inheritance.sockets().size()).isEqualTo(2);
    }

    for (int i = 0; i < 20; i++) {
      new EchoClient(port.port()).exchangeAndClose();
    }

    assertThat(taken).hasValue(0);
    try (Inheritance again = Inheritance.ask(path(), LIMIT)) {
      assertThat(again.sockets().size()).isEqualTo(2);
    }
  }

  @Test
  void socketsThatNobodyTakesAreClosed() throws IOException {
    Inheritance inheritance = Inheritance.ask(path(), LIMIT);
    inheritance.confirm();
    inheritance.close();

    assertThatThrownBy(() -> new EchoClient(port.port())).isInstanceOf(IOException.class);
  }

  @Test
  void onlyItsOwnUserCanAsk() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1 99999",
        "127.0.0.1 -1",
        "127.0.0.1 http",
        "127.0.0.1 99999999999",
        "127.0.0.1",
        "127.0.0.1 80 80",
        "localhost 80",
        ":::::: 80"
      })
  void anAddressThatIsNoneIsAnErrorOfTheOtherProcess(String address) throws Exception {
    Path scribbling = folder.resolve("scribbling");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(scribbling));
      CompletableFuture<Void> says =
          CompletableFuture.runAsync(() -> say(other, "a table", address));

      assertThatThrownBy(() -> Inheritance.ask(scribbling, LIMIT))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
      says.get(20, TimeUnit.SECONDS);
    }
  }

  /** Those texts, as a process hands them over; then it waits until the other one has gone. */
  private static void say(ServerSocketChannel at, String... texts) {
    try (SocketChannel asking = at.accept()) {
      for (String text : texts) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        asking.write(ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip());
      }
      asking.read(ByteBuffer.allocate(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nobodyWhoAnswersIsAnErrorInTime() throws IOException {
    Path silent = folder.resolve("silent");
    try (ServerSocketChannel hanging = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      hanging.bind(UnixDomainSocketAddress.of(silent));

      assertThatThrownBy(() -> Inheritance.ask(silent, Duration.ofMillis(50)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("too slow");
    }
    assertThatThrownBy(() -> Inheritance.ask(silent, LIMIT)).isInstanceOf(IOException.class);
    assertThat(HandoverServer.answers(silent)).isFalse();
    assertThat(HandoverServer.answers(path())).isTrue();
  }

  @Test
  void theSocketGoesWithWhoWaitsAtIt() {
    waiting.close();

    assertThat(path()).doesNotExist();
  }

  private Path path() {
    return folder.resolve("handover.sock");
  }

  private HandoverServer wait(Ambassador of) throws IOException {
    return HandoverServer.start(
        path(),
        new HandoverServer.Source() {
          @Override
          public String text() {
            return "a table";
          }

          @Override
          public Collection<Ambassador> ambassadors() {
            awaitSound();
            return List.of(of);
          }

          @Override
          public void taken() {
            taken.incrementAndGet();
            var unused = of.drain();
          }

          @Override
          public String lastWords() {
            return "gone";
          }
        });
  }

  private void awaitSound() {
    try {
      assertThat(hangs.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Ambassador ambassador(int loops, PassedSockets sockets) {
    InetAddress loopback = Lab.LOOPBACK;
    Ambassador made =
        Ambassador.start(
            AmbassadorOptions.builder()
                .bindAddress(loopback)
                .links(Links.OPEN)
                .transport(Transport.EPOLL)
                .eventLoops(loops)
                .build(),
            sockets);
    made.endpoints(
        EndpointSnapshot.of(1, List.of(new Endpoint("echo", "echo_1", server.address()))));
    assertThat(made.listeners(Map.of(port, "echo"))).isEmpty();
    return made;
  }
}

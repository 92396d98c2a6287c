package io.viking.docker.ambassador;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(RelayPath.class)
class TcpRelayTest {
  private final RelayPath path;

  TcpRelayTest(RelayPath path) {
    this.path = path;
  }

  private static final int SIZE = 8 * 1024 * 1024;

  enum Reading {
    AT_ONCE,
    IN_TINY_PIECES,
    AFTER_THE_OTHER_DIRECTION
  }

  @Test
  void passesTheEndOfTheClientsStreamOnAndTheAnswerBack() throws IOException {
    try (Lab lab = Lab.start(path)) {
      lab.endpoints("echo", lab.keep(TcpServer.echo()).address());
      Socket client = lab.connect(lab.listen("echo"));

      client.getOutputStream().write("hello".getBytes(UTF_8));
      client.shutdownOutput();

      assertThat(Lab.readAll(client)).isEqualTo("hello");
      assertThat(lab.status().bytesFromClients()).isEqualTo(5);
      assertThat(lab.status().bytesFromEndpoints()).isEqualTo(5);
      Await.until("the connection is over", () -> lab.status().active() == 0);
      assertThat(lab.status().accepted()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Reading.class)
  void losesNothingOfEightMegabytesEachWayWhenTheClientReads(Reading reading) throws Exception {
    exchange(reading, Reading.AT_ONCE);
  }

  @ParameterizedTest
  @EnumSource(Reading.class)
  void losesNothingOfEightMegabytesEachWayWhenTheServerReads(Reading reading) throws Exception {
    exchange(Reading.AT_ONCE, reading);
  }

  private void exchange(Reading clientReading, Reading serverReading) throws Exception {
    byte[] up = noise(1);
    byte[] down = noise(2);
    CountDownLatch clientHasAll = new CountDownLatch(1);
    CountDownLatch serverHasAll = new CountDownLatch(1);
    CompletableFuture<String> receivedUp = new CompletableFuture<>();
    TcpServer.Conversation conversation =
        socket -> {
          Thread writer = sending(socket, down);
          receivedUp.complete(receive(socket, serverReading, clientHasAll));
          serverHasAll.countDown();
          join(writer);
        };
    long pipesBefore = pipes();
    try (Lab lab = Lab.start(path)) {
      lab.endpoints("bulk", lab.keep(TcpServer.talking(conversation)).address());
      Socket client = lab.connect(lab.listen("bulk"));

      Thread writer = sending(client, up);
      String receivedDown = receive(client, clientReading, serverHasAll);
      clientHasAll.countDown();
      join(writer);

      assertThat(receivedDown).isEqualTo(digest(down));
      assertThat(receivedUp.get(20, TimeUnit.SECONDS)).isEqualTo(digest(up));
      assertThat(pipes() > pipesBefore).isEqualTo(path == RelayPath.EPOLL_SPLICING);
      assertThat(lab.status().bytesFromClients()).isEqualTo(SIZE);
      assertThat(lab.status().bytesFromEndpoints()).isEqualTo(SIZE);
    }
  }

  /** How many ends of pipes this process has. */
  private static long pipes() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(TcpRelayTest::isPipe).count();
    }
  }

  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      // It was closed meanwhile.
      return false;
    }
  }

  @Test
  void deliversWhatTheServerSentBeforeItClosedFirst() throws Exception {
    byte[] down = noise(3);
    try (Lab lab = Lab.start(path)) {
      TcpServer server = TcpServer.talking(socket -> socket.getOutputStream().write(down));
      lab.endpoints("bulk", lab.keep(server).address());
      Socket client = lab.connect(lab.listen("bulk"));

      // The server is gone before the client reads its first byte.
      Await.until("the server has closed", () -> server.accepted() == 1 && allIsUnderWay(server));

      assertThat(receive(client, Reading.AT_ONCE, new CountDownLatch(0))).isEqualTo(digest(down));
    }
  }

  /** The last bytes may still wait for the client; what counts is that it sends no more. */
  private static boolean allIsUnderWay(TcpServer server) {
    return server.live() <= 1;
  }

  @Test
  void deliversWhatTheClientSentBeforeItClosedFirst() throws Exception {
    byte[] up = noise(4);
    CountDownLatch clientIsGone = new CountDownLatch(1);
    CompletableFuture<String> received = new CompletableFuture<>();
    try (Lab lab = Lab.start(path)) {
      lab.endpoints(
          "sink",
          lab.keep(
                  TcpServer.talking(
                      socket -> received.complete(receive(socket, Reading.AT_ONCE, clientIsGone))))
              .address());
      try (Socket client = lab.connect(lab.listen("sink"))) {
        client.getOutputStream().write(up);
      }
      clientIsGone.countDown();

      assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(digest(up));
      Await.until("the connection is over", () -> lab.status().active() == 0);
    }
  }

  @Test
  void passesTinyWritesOnOneByOne() throws IOException {
    try (Lab lab = Lab.start(path)) {
      lab.endpoints("echo", lab.keep(TcpServer.echo()).address());
      Socket client = lab.connect(lab.listen("echo"));

      for (int i = 0; i < 2_000; i++) {
        client.getOutputStream().write(i & 0xff);
        assertThat(client.getInputStream().read()).isEqualTo(i & 0xff);
      }
    }
  }

  @Test
  void stopsReadingFromAClientWhoseEndpointDoesNotRead() throws Exception {
    CountDownLatch serverMayRead = new CountDownLatch(1);
    CompletableFuture<Long> received = new CompletableFuture<>();
    long limit = 64L * 1024 * 1024;
    try (Lab lab = Lab.start(path)) {
      lab.endpoints(
          "slow",
          lab.keep(
                  TcpServer.talking(
                      socket -> {
                        await(serverMayRead);
                        received.complete(
                            socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
                      }))
              .address());
      try (SocketChannel client =
          SocketChannel.open(new InetSocketAddress(Lab.LOOPBACK, lab.listen("slow")))) {
        long sent = writeUntilBlocked(client, limit);
        serverMayRead.countDown();
        client.shutdownOutput();

        assertThat(sent).isLessThan(limit);
        assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(sent);
      }
    }
  }

  private static long writeUntilBlocked(SocketChannel client, long limit) throws IOException {
    client.configureBlocking(false);
    ByteBuffer buffer = ByteBuffer.allocate(65_536);
    long sent = 0;
    try (Selector selector = Selector.open()) {
      client.register(selector, SelectionKey.OP_WRITE);
      while (sent < limit && selector.select(500) > 0) {
        selector.selectedKeys().clear();
        sent += client.write(buffer.clear());
      }
    }
    return sent;
  }

  @Test
  void resetsTheClientWhenTheEndpointResets() throws Exception {
    try (Lab lab = Lab.start(path)) {
      lab.endpoints(
          "reset",
          lab.keep(
                  TcpServer.talking(
                      socket -> {
                        socket.getInputStream().read();
                        socket.setSoLinger(true, 0);
                      }))
              .address());
      Socket client = lab.connect(lab.listen("reset"));

      client.getOutputStream().write(1);

      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      Await.until("the connection is over", () -> lab.status().active() == 0);
    }
  }

  @Test
  void resetsTheEndpointWhenTheClientResets() throws Exception {
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    try (Lab lab = Lab.start(path)) {
      lab.endpoints(
          "reset",
          lab.keep(
                  TcpServer.talking(
                      socket -> {
                        socket.getOutputStream().write(1);
                        try {
                          int end = socket.getInputStream().read();
                          seen.complete(new AssertionError("read " + end));
                        } catch (IOException e) {
                          seen.complete(e);
                        }
                      }))
              .address());
      Socket client = lab.connect(lab.listen("reset"));

      client.getInputStream().read();
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      client.close();

      assertThat(seen.get(20, TimeUnit.SECONDS))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      Await.until("the connection is over", () -> lab.status().active() == 0);
    }
  }

  @Test
  void losesNothingAfterUrgentData() throws Exception {
    CompletableFuture<String> received = new CompletableFuture<>();
    try (Lab lab = Lab.start(path)) {
      TcpServer server =
          TcpServer.talking(
              socket -> {
                socket.getOutputStream().write(1);
                received.complete(Lab.readAll(socket));
              });
      lab.endpoints("urgent", lab.keep(server).address());
      Socket client = lab.connect(lab.listen("urgent"));
      client.getInputStream().read();

      client.getOutputStream().write("before".getBytes(UTF_8));
      client.sendUrgentData('!');
      client.getOutputStream().write("after".getBytes(UTF_8));
      client.shutdownOutput();

      // The urgent byte itself is out of the stream.
      assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo("beforeafter");
    }
  }

  @Test
  void keepsTheAnswerOfAServerThatClosedWhileTheClientGoesOnSending() throws Exception {
    byte[] answer = new byte[100_000];
    try (Lab lab = Lab.start(path)) {
      TcpServer server = TcpServer.talking(socket -> socket.getOutputStream().write(answer));
      lab.endpoints("early", lab.keep(server).address());
      Socket client = lab.connect(lab.listen("early"));
      Await.until(
          "the server is gone and its answer was read",
          () -> lab.status().bytesFromEndpoints() == answer.length && server.live() == 0);

      Await.until("the client is told that nobody listens", () -> !writes(client));

      assertThat(client.getInputStream().readNBytes(answer.length)).isEqualTo(answer);
    }
  }

  private static boolean writes(Socket client) {
    try {
      client.getOutputStream().write(1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void resetsAConnectionOnWhichNothingMoves() throws Exception {
    try (Lab lab = Lab.start(path, options -> options.idleTimeout(Duration.ofMillis(200)))) {
      lab.endpoints("echo", lab.keep(TcpServer.echo()).address());
      Socket client = lab.connect(lab.listen("echo"));

      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(lab.status().idled()).isEqualTo(1);
    }
  }

  @Test
  void relaysBetweenIpv6Addresses() throws Exception {
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    InetAddress six = InetAddress.getByAddress(loopback);
    try (Lab lab = Lab.start(path, options -> options.bindAddress(six))) {
      TcpServer server =
          TcpServer.talking(six, socket -> socket.getOutputStream().write("six".getBytes(UTF_8)));
      lab.endpoints("six", lab.keep(server).address());

      assertThat(lab.ask(lab.listen("six"))).isEqualTo("six");
    }
  }

  @Test
  void servesManyClientsAtOnce() throws Exception {
    try (Lab lab = Lab.start(path)) {
      lab.endpoints(
          "echo", lab.keep(TcpServer.echo()).address(), lab.keep(TcpServer.echo()).address());
      int port = lab.listen("echo");

      List<CompletableFuture<Void>> clients =
          IntStream.range(0, 16)
              .mapToObj(seed -> CompletableFuture.runAsync(() -> chat(port, seed)))
              .toList();

      for (CompletableFuture<Void> client : clients) {
        client.get(40, TimeUnit.SECONDS);
      }
      Await.until("all connections are over", () -> lab.status().active() == 0);
      assertThat(lab.status().accepted()).isEqualTo(16 * 10);
      assertThat(lab.status().failures()).isEmpty();
    }
  }

  private static void chat(int port, int seed) {
    byte[] text = new byte[20_000];
    new Random(seed).nextBytes(text);
    for (int i = 0; i < 10; i++) {
      try (Socket client = new Socket(Lab.LOOPBACK, port)) {
        client.setSoTimeout(20_000);
        Thread writer = sending(client, text);
        assertThat(client.getInputStream().readAllBytes()).isEqualTo(text);
        join(writer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static byte[] noise(long seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Writes all and ends the stream, on a thread of its own. */
  private static Thread sending(Socket socket, byte[] bytes) {
    Thread writer =
        new Thread(
            () -> {
              try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
              } catch (IOException e) {
                // The hashes will tell.
              }
            });
    writer.setDaemon(true);
    writer.start();
    return writer;
  }

  private static String receive(Socket socket, Reading reading, CountDownLatch other)
      throws IOException {
    if (reading == Reading.AFTER_THE_OTHER_DIRECTION) {
      await(other);
    }
    MessageDigest digest = sha256();
    InputStream in = new DigestInputStream(socket.getInputStream(), digest);
    byte[] buffer = new byte[reading == Reading.IN_TINY_PIECES ? 61 : 65_536];
    while (in.read(buffer) >= 0) {
      if (reading == Reading.IN_TINY_PIECES) {
        Thread.onSpinWait();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(20_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

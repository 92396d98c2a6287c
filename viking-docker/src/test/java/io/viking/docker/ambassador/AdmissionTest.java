package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(RelayPath.class)
class AdmissionTest {
  private final AtomicInteger looks = new AtomicInteger();
  private final CompletableFuture<Void> found = new CompletableFuture<>();
  private final InetAddress known = address("127.0.0.1");
  private final InetAddress other = address("127.0.0.2");
  private final Lab lab;
  private int port;

  AdmissionTest(RelayPath path) {
    lab =
        Lab.start(
            path,
            options ->
                options.links(Links.ENFORCED).holdTime(Duration.ofSeconds(30)).lookup(this::look));
  }

  private CompletionStage<Void> look() {
    looks.incrementAndGet();
    return found;
  }

  @BeforeEach
  void serve() {
    lab.endpoints("web", lab.keep(TcpServer.saying("welcome")).address());
    port = lab.listen("web");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void letsAContainerUseThePortItHasALinkTo() throws IOException {
    lab.ambassador().permissions(Map.of(known, Set.of(port)));

    assertThat(lab.ask(port)).isEqualTo("welcome");
    assertThat(looks).hasValue(0);
  }

  @Test
  void closesAContainerThatHasNoLinkToThePortAtOnce() throws IOException {
    lab.ambassador().permissions(Map.of(known, Set.of(port + 1)));

    assertRefused(() -> lab.connect(port));

    assertThat(lab.status().refused()).containsEntry(Refusal.NOT_PERMITTED, 1L);
    assertThat(looks).hasValue(0);
  }

  @Test
  void holdsAContainerThatStartedAMomentAgoUntilItIsKnown() throws IOException {
    lab.ambassador().permissions(Map.of(known, Set.of(port)));
    Socket client = lab.connect(port, other);
    client.getOutputStream().write(1);
    client.shutdownOutput();
    Await.until("its source is being looked up", () -> looks.get() == 1);
    assertThat(lab.status().held()).isEqualTo(1);

    lab.ambassador().permissions(Map.of(other, Set.of(port)));
    found.complete(null);

    assertThat(Lab.readAll(client)).isEqualTo("welcome");
    assertThat(lab.status().refused()).allSatisfy((reason, count) -> assertThat(count).isZero());
  }

  @Test
  void looksOnceForManyThatWaitAndClosesThemWhenNobodyKnowsThem() throws IOException {
    Socket first = lab.connect(port);
    Socket second = lab.connect(port);
    Socket third = lab.connect(port, other);
    Await.until("all wait", () -> lab.status().held() == 3 && looks.get() == 1);

    found.complete(null);

    assertRefused(first);
    assertRefused(second);
    assertRefused(third);
    assertThat(lab.status().refused()).containsEntry(Refusal.UNKNOWN_SOURCE, 3L);
  }

  @Test
  void servesTheKnownWhileTheUnknownWait() throws IOException {
    lab.ambassador().permissions(Map.of(known, Set.of(port)));
    lab.connect(port, other);
    Await.until("one waits", () -> lab.status().held() == 1);

    assertThat(lab.ask(port)).isEqualTo("welcome");
  }

  @Test
  void leavesOpenConnectionsAloneWhenTheirPermissionIsGone() throws IOException {
    lab.endpoints("web", lab.keep(TcpServer.echo()).address());
    lab.ambassador().permissions(Map.of(known, Set.of(port)));
    Socket client = lab.connect(port);
    client.getOutputStream().write(1);
    assertThat(client.getInputStream().read()).isEqualTo(1);

    lab.ambassador().permissions(Map.of(known, Set.of()));

    client.getOutputStream().write(2);
    assertThat(client.getInputStream().read()).isEqualTo(2);
    assertRefused(() -> lab.connect(port));
  }

  /** The reset may be faster than the client: then already connecting fails with it. */
  static void assertRefused(Connecting client) {
    String end;
    try {
      end = "read " + client.connect().getInputStream().read();
    } catch (IOException e) {
      end = String.valueOf(e.getMessage());
    }
    assertThat(end).startsWith("Connection reset");
  }

  static void assertRefused(Socket client) {
    assertRefused(() -> client);
  }

  interface Connecting {
    Socket connect() throws IOException;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.registrar.IpLiteral;
import io.viking.docker.testing.Await;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTableTest {
  private static final LinkTable TABLE =
      LinkTable.builder()
          .addAddresses(ip("172.17.0.1"), ip("fd00:0:0:0:0:0:0:1"))
          .putListeners(10000, "shared_mongo_27017")
          .putListeners(10001, "shared_dns_53_udp")
          .addFixedEndpoints(endpoint("fixed", "10.0.0.9:80"))
          .endpoints(
              EndpointSnapshot.of(
                  17,
                  List.of(
                      endpoint("shared_mongo_27017", "10.0.0.1:32768"),
                      endpoint("fixed", "10.0.0.2:80"),
                      endpoint("six", "[fd00::2]:80"))))
          .putPermissions(ip("172.17.0.9"), Set.of(10000, 10001))
          .putPermissions(ip("fd00::9"), Set.of())
          .build();

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() {
    String text = LinkTableText.write(TABLE);

    LinkTable read = LinkTableText.read(text);

    assertThat(LinkTableText.write(read)).isEqualTo(text);
    assertThat(read.endpoints().revision()).isEqualTo(17);
    assertThat(read.permissions()).isEqualTo(TABLE.permissions());
    assertThat(read.addresses()).isEqualTo(TABLE.addresses());
  }

  @Test
  void fixedEndpointsWinOverOthersOfTheirName() {
    assertThat(TABLE.snapshot().of("fixed")).containsExactly(endpoint("fixed", "10.0.0.9:80"));
    assertThat(TABLE.snapshot().of("six")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "# viking agent-links 2\nend\n",
        "# viking agent-links 1\naddress 172.17.0.1\n",
        "# viking agent-links 1\naddress localhost\nend\n",
        "# viking agent-links 1\nlistener 70000 name\nend\n",
        "# viking agent-links 1\nlistener 7000\nend\n",
        "# viking agent-links 1\nlistener 7000 a/b\nend\n",
        "# viking agent-links 1\nendpoint a b nowhere\nend\n",
        "# viking agent-links 1\nrevision many\nend\n",
        "# viking agent-links 1\nsurprise\nend\n",
      })
  void aFileThatIsNoTableIsPutAside(String text) throws IOException {
    Files.writeString(folder.resolve(LinkTableFile.NAME), text);
    LinkTableFile file = new LinkTableFile(folder);

    assertThatThrownBy(() -> LinkTableText.read(text)).isInstanceOf(IllegalArgumentException.class);
    assertThat(file.read()).isEmpty();
    assertThat(folder.resolve(LinkTableFile.BROKEN)).hasContent(text);
    assertThat(folder.resolve(LinkTableFile.NAME)).doesNotExist();
  }

  @Test
  void aTableThatWasNeverWrittenIsNoFault() {
    assertThat(new LinkTableFile(folder.resolve("later")).read()).isEmpty();
  }

  @Test
  void manyChangesAreOneWriteAndTheLastOneIsWrittenAtTheEnd() {
    AtomicInteger looks = new AtomicInteger();
    LinkTableFile file = new LinkTableFile(folder.resolve("new"));
    LinkTableKeeper keeper =
        new LinkTableKeeper(
            file,
            () -> {
              looks.incrementAndGet();
              return TABLE;
            },
            Duration.ofHours(1));

    for (int i = 0; i < 1000; i++) {
      keeper.changed();
    }
    keeper.close();
    keeper.changed();

    assertThat(looks).hasValue(1);
    assertThat(file.read()).isPresent();
  }

  @Test
  void aChangeIsWrittenAfterThePause() {
    LinkTableFile file = new LinkTableFile(folder);
    try (LinkTableKeeper keeper = new LinkTableKeeper(file, () -> TABLE, Duration.ofMillis(10))) {
      keeper.changed();

      Await.until(Duration.ofSeconds(20), () -> "a table", () -> file.read().isPresent());
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoReasonToFail() throws IOException {
    Path noFolder = Files.writeString(folder.resolve("file"), "");
    LinkTableKeeper keeper =
        new LinkTableKeeper(new LinkTableFile(noFolder), () -> TABLE, Duration.ZERO);

    keeper.changed();
    keeper.close();

    assertThat(noFolder).isRegularFile();
  }

  private static Endpoint endpoint(String service, String address) {
    return new Endpoint(service, service + "_1", HostAndPort.parse(address));
  }

  private static InetAddress ip(String text) {
    return IpLiteral.parse(text).orElseThrow();
  }
}

package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.Host;
import io.viking.model.ServicePort;
import io.viking.model.StackName;
import io.viking.ports.testing.ChildJvm;
import io.viking.ports.testing.StoreOpener;
import io.viking.ports.testing.StoreProgram;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the local store does with files, sockets and processes that are not as it left them. */
class LocalFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");
  private static final Endpoint ONE =
      new Endpoint("shared_mongo_27017", "shared_mongo_27017_a1", HostAndPort.parse("10.0.0.1:1"));

  @TempDir Path folder;

  private ClusterStore open() {
    return ClusterStore.local(folder, PortRange.DEFAULT);
  }

  private ChildJvm agent() {
    return ChildJvm.start(
        StoreProgram.class, List.of(StoreOpener.Local.class.getName(), folder.toString(), "close"));
  }

  private static boolean isRegistered(EndpointSnapshot snapshot) {
    return snapshot.contains(StoreProgram.ENDPOINT.service(), StoreProgram.ENDPOINT.id());
  }

  @Test
  void keepsALedgerThatPeopleCanRead() throws IOException {
    try (ClusterStore store = open()) {
      store.ports().allocate(MONGO);
      store.ports().allocate(ServicePort.parse("shared/auth/80/tcp"));
    }

    assertThat(folder.resolve("ports"))
        .hasContent(
            """
            # viking ports 1
            next 10002
            10001 shared/auth/80/tcp
            10000 shared/mongo/27017/tcp
            end
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HEAD;next 10001;10000 shared/mongo/27017/tcp     | 3 | expected 'end'
          HEAD;next 10001;10000 shared/mongo;end           | 3 | must be written STACK/JOB/PORT/PROTOCOL
          HEAD;next 10001;many shared/mongo/27017/tcp;end  | 3 | expected 'NUMBER STACK/JOB/PORT/PROTOCOL'
          HEAD;10000 shared/mongo/27017/tcp;end            | 2 | expected 'next NUMBER'
          HEAD;next 1;1 a/b/1/tcp;1 a/c/1/tcp;end          | 4 | 1 is given to a/b/1/tcp already
          HEAD;next 1;1 a/b/1/tcp;2 a/b/1/tcp;end          | 4 | a/b/1/tcp stands on a second line
          HEAD;end                                                     | 2 | expected 'next NUMBER'
          hello;end                                                    | 1 | expected '# viking ports 1'
          """)
  void neverOverwritesALedgerThatItCannotRead(String lines, int line, String why)
      throws IOException {
    Path ledger = folder.resolve("ports");
    Files.writeString(ledger, lines.replace("HEAD", "# viking ports 1").replace(";", "\n") + "\n");
    String before = Files.readString(ledger);

    try (ClusterStore store = open()) {
      assertThatThrownBy(() -> store.ports().allocate(MONGO))
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageStartingWith(ledger + ":" + line + ": ")
          .hasMessageContaining(why)
          .hasMessageContaining("Fix: ");
      assertThatThrownBy(() -> store.ports().release(MONGO))
          .isInstanceOf(CorruptStoreException.class);
      assertThatThrownBy(() -> store.ports().list()).isInstanceOf(CorruptStoreException.class);
    }

    assertThat(ledger).hasContent(before);
  }

  @Test
  void readsNoLedgerOfAHundredMegabytes() throws IOException {
    Path ledger = folder.resolve("ports");
    try (RandomAccessFile file = new RandomAccessFile(ledger.toFile(), "rw")) {
      file.setLength(100_000_000);
    }

    try (ClusterStore store = open()) {
      assertThatThrownBy(() -> store.ports().allocate(MONGO))
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageStartingWith(ledger + ":1: ")
          .hasMessageContaining("the file is larger than 16777216 bytes")
          .hasMessageContaining("It was left as it is");
    }

    assertThat(ledger).hasSize(100_000_000);
  }

  @Test
  void leavesALedgerAloneThatIsNoText() throws IOException {
    Path ledger = Files.write(folder.resolve("ports"), new byte[] {'#', (byte) 0xff, '\n'});

    try (ClusterStore store = open()) {
      assertThatThrownBy(() -> store.ports().allocate(MONGO))
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining("ports:1: ")
          .hasMessageContaining("the file is not text in UTF-8")
          .hasMessageContaining("Fix: mend that line, or restore the file from a copy");
    }

    assertThat(ledger).hasBinaryContent(new byte[] {'#', (byte) 0xff, '\n'});
  }

  @Test
  void namesTheFileOfAFenceThatIsNoNumber() throws IOException {
    Files.createDirectories(folder.resolve("locks"));
    Path fence = Files.writeString(folder.resolve("locks/fence"), "many\n");
    List<StackName> stacks = List.of(StackName.of("app"));

    try (ClusterStore store = open()) {
      assertThatThrownBy(() -> store.locks().acquire(stacks, Duration.ZERO, holder -> {}))
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageStartingWith(fence + ": expected a number but found 'many'.")
          .hasMessageContaining("Fix: ");
    }

    assertThat(fence).hasContent("many");
  }

  @Test
  void takesAnEmptyLedgerForABrokenOne() throws IOException {
    Files.createFile(folder.resolve("ports"));

    try (ClusterStore store = open()) {
      assertThatThrownBy(() -> store.ports().allocate(MONGO))
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining("ports:1: ");
    }
  }

  @Test
  void saysWhichFolderCannotBeUsed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    try (ClusterStore store = ClusterStore.local(file, PortRange.DEFAULT)) {
      assertThatThrownBy(() -> store.ports().allocate(MONGO))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("the local store " + file + " cannot be used");
    }
  }

  @Test
  void refusesASecondAgentWhileTheFirstLives() {
    try (ClusterStore first = open();
        ClusterStore second = open()) {
      first.endpoints().register(ONE);

      assertThatThrownBy(() -> second.endpoints().register(ONE))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("another process registers in the local store " + folder);
      assertThatThrownBy(
              () -> second.hosts().announce(Host.of("a", "10.0.0.1", "tcp://10.0.0.1:2376")))
          .isInstanceOf(StoreUnavailableException.class);

      assertThat(second.endpoints().snapshot().of(ONE.service())).containsExactly(ONE);
    }
  }

  @Test
  void takesOverFromAnAgentThatWasKilled() {
    try (ClusterStore store = open();
        ChildJvm agent = agent()) {
      assertThat(store.endpoints().await(LocalFaultsTest::isRegistered, SOON)).isPresent();
      assertThat(store.hosts().hosts()).hasSize(1);
      long before = store.endpoints().snapshot().revision();

      agent.kill();
      assertThat(store.endpoints().await(now -> now.byService().isEmpty(), SOON)).isPresent();
      assertThat(store.hosts().hosts()).isEmpty();
      store.endpoints().register(ONE);

      EndpointSnapshot after = store.endpoints().snapshot();
      assertThat(after.byService()).containsOnlyKeys(ONE.service());
      assertThat(after.of(ONE.service())).containsExactly(ONE);
      assertThat(after.revision()).isGreaterThan(before);
    }
  }

  @Test
  void letsAnAgentEndByItself() {
    try (ChildJvm agent = agent()) {
      agent.closeInput();

      assertThat(agent.awaitEnd(SOON)).isEmpty();
    }
  }

  @Test
  void saysWhenThePathOfTheSocketIsTooLong() {
    Path deep = folder.resolve("x".repeat(120));

    try (ClusterStore store = ClusterStore.local(deep, PortRange.DEFAULT)) {
      assertThatThrownBy(() -> store.endpoints().register(ONE))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("agent.sock has ")
          .hasMessageContaining("at most 107");
      assertThat(store.endpoints().snapshot().byService()).isEmpty();
      assertThat(store.ports().allocate(MONGO)).isEqualTo(10000);
    }
  }

  @Test
  void putsBackFilesThatSomebodyDeleted() throws IOException {
    try (ClusterStore store = open();
        ClusterStore consumer = open()) {
      store.endpoints().register(ONE);
      Files.delete(folder.resolve("agent.sock"));
      Files.delete(folder.resolve("endpoints"));

      assertThat(consumer.endpoints().await(now -> now.contains(ONE.service(), ONE.id()), SOON))
          .isPresent();
    }
  }

  @Test
  void keepsAWatchersEndpointsWhileTheFileCannotBeRead() throws IOException {
    try (ClusterStore store = open();
        ClusterStore consumer = open()) {
      store.endpoints().register(ONE);
      assertThat(consumer.endpoints().await(now -> now.contains(ONE.service(), ONE.id()), SOON))
          .isPresent();

      Files.writeString(folder.resolve("endpoints"), "hello\n");

      assertThatThrownBy(() -> consumer.endpoints().snapshot())
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining("endpoints cannot be read");
      assertThat(consumer.endpoints().await(now -> now.contains(ONE.service(), ONE.id()), SOON))
          .isPresent();
    }
  }

  @Test
  void saysWhereItsEndpointsAre() {
    try (ClusterStore store = open()) {
      assertThat(store.network()).hasToString("local:///viking/network");
    }
  }
}

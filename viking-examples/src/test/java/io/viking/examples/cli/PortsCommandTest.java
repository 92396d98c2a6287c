package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.StateFolder;
import io.viking.model.Host;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsCommandTest {
  @TempDir private Path home;

  private ClusterStore store;

  @BeforeEach
  void allocate() {
    store = ClusterStore.local(StateFolder.store(home), PortRange.DEFAULT);
    store
        .ports()
        .allocate(
            List.of(
                ServicePort.parse("shared/mongo/27017/tcp"),
                ServicePort.parse("shared/dns/53/udp"),
                ServicePort.parse("shared/dns/53/tcp")));
    store.hosts().report(HostReport.of("node-1", List.of(10000), List.of()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void listsWhoseEachNumberIsAndWhereItIsCarried() {
    CommandRun run = run("list");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            NUMBER  SERVICE       PORT       HOSTS
            10000   shared/mongo  27017/tcp  node-1
            10001   shared/dns    53/udp
            10002   shared/dns    53/tcp
            """);
    assertThat(run("list", "--json").out())
        .startsWith(
            "[{\"number\":10000,\"service\":\"shared/mongo\",\"port\":\"27017/tcp\","
                + "\"hosts\":[\"node-1\"]},{\"number\":10001,");
  }

  @Test
  void releasesOnePortOrAllPortsOfAService() {
    CommandRun one = run("release", "shared/dns:53/udp");
    CommandRun all = run("release", "shared/dns", "shared/mongo");

    assertThat(one.exitCode()).isZero();
    assertThat(one.err()).isEqualTo("Released 10001 of shared/dns/53/udp.\n");
    assertThat(all.err())
        .isEqualTo(
            """
            Released 10002 of shared/dns/53/tcp.
            Released 10000 of shared/mongo/27017/tcp; containers on node-1 still carry it.
            """);
  }

  @Test
  void releasesNothingWhereOneOfTheNamesHasNoNumber() {
    CommandRun run = run("release", "shared/mongo", "shared/mango");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'shared/mango' has no number; nothing was released", "Fix: ");
    assertThat(store.ports().list().asMap()).hasSize(3);
  }

  @Test
  void forgetsTheReportOfAHostThatIsGone() {
    CommandRun unknown = run("forget", "node-9");
    CommandRun known = run("forget", "node-1");

    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("'node-9' has not reported", "[node-1]");
    assertThat(known.exitCode()).isZero();
    assertThat(store.hosts().reports()).isEmpty();
  }

  @Test
  void doesNotForgetAHostThatLives() {
    store.hosts().announce(Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376"));

    CommandRun run = run("forget", "node-1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("'node-1' has a live agent", "Fix: ");
    assertThat(store.hosts().reports()).hasSize(1);
  }

  @Test
  void skipsNumbersUntilTheyAreAllowedAgain() {
    CommandRun skip = run("skip", "10001", "10003-10005");
    CommandRun withheld = run("withheld");
    CommandRun json = run("withheld", "--json");
    CommandRun unskip = run("unskip", "10001", "10003-10004");

    assertThat(skip.err())
        .isEqualTo("10001 stays with shared/dns/53/udp, which has it.\nSkipped 4 numbers.\n");
    assertThat(withheld.out())
        .isEqualTo(
            """
            NUMBER  SKIPPED  RELEASED BY  UNTIL  HOSTS
            10001   yes      -            -
            10003   yes      -            -
            10004   yes      -            -
            10005   yes      -            -
            """);
    assertThat(json.out()).startsWith("[{\"number\":10001,\"skipped\":true,\"hosts\":[]},");
    assertThat(unskip.exitCode()).isZero();
    assertThat(store.ports().withheld()).containsOnlyKeys(10005);
  }

  @Test
  void tellsUntilWhenAReleasedNumberIsHeldBackAndWhoStillCarriesIt() {
    run("release", "shared/mongo");

    assertThat(run("withheld").out())
        .containsPattern("10000   no       shared/mongo/27017/tcp  20[0-9T:.-]+Z +node-1\n");
    assertThat(run("withheld", "--json").out())
        .contains("\"formerOwner\":\"shared/mongo/27017/tcp\",\"until\":\"20");
  }

  @Test
  void refusesWordsThatAreNoNumbers() {
    CommandRun word = run("skip", "ten");
    CommandRun backwards = run("skip", "10-9");
    CommandRun outside = run("skip", "70000");

    assertThat(List.of(word.exitCode(), backwards.exitCode(), outside.exitCode())).containsOnly(2);
    assertThat(word.err()).contains("'ten' must be a number or a range");
    assertThat(store.ports().withheld()).isEmpty();
  }

  @Test
  void movesAllNumbersToAnotherStoreWithoutANewOne(@TempDir Path folder) {
    String file = folder.resolve("ports.json").toString();
    run("skip", "10009");

    CommandRun printed = run("export");
    CommandRun exported = run("export", file);
    CommandRun first = at(folder, "import", file);
    CommandRun again = at(folder, "import", file);

    assertThat(exported.err()).isEqualTo("Wrote 3 numbers and 1 withheld ones to " + file + ".\n");
    assertThat(printed.out()).isEqualTo(read(Path.of(file))).contains("\"10009\" : \"skipped\"");
    assertThat(first.err()).isEqualTo("Added 3 numbers; 0 were there already; 1 are withheld.\n");
    assertThat(again.err()).isEqualTo("Added 0 numbers; 3 were there already; 1 are withheld.\n");
    assertThat(at(folder, "list").out()).contains("10000   shared/mongo  27017/tcp");
  }

  @Test
  void listsAllContradictionsAndWritesNothing(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("ports.json");
    Files.writeString(
        file,
        """
        {"version": 1, "ports": {"shared/mongo/27017/tcp": 10007, "shared/dns/53/udp": 10008,
          "app/web/80/tcp": 10009}}
        """);

    CommandRun run = run("import", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("nothing was written", "shared/mongo/27017/tcp", "shared/dns/53/udp", "Fix: ");
    assertThat(store.ports().list().asMap()).hasSize(3);
  }

  @Test
  void refusesAFileThatIsMissingOrNoExport(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("ports.json");
    CommandRun missing = run("import", file.toString());
    Files.writeString(file, "{\"version\": 2}");
    CommandRun wrong = run("import", file.toString());

    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("cannot read '" + file, "Fix: ");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains(file + ":1:");
  }

  @Test
  void asksForASubcommand() {
    assertThat(CommandRun.of("ports").exitCode()).isEqualTo(2);
  }

  @Test
  void theDoctorExitsWithOneAndNamesWhatIsWrong() {
    CommandRun text = CommandRun.of("doctor", "--home", home.toString());
    CommandRun json = CommandRun.of("doctor", "--json", "--home", home.toString());

    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .contains("ERROR    local store: no agent answers at " + home)
        .contains("         Fix: run 'viking bootstrap'")
        .contains(
            "OK       ports: 3 of the 20000 numbers of 10000-29999 are taken or withheld (0 %).")
        .containsPattern("[0-9]+ errors, [0-9]+ warnings\\.\n$");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.out())
        .startsWith("{\"errors\":")
        .contains("{\"severity\":\"ok\",\"subject\":\"ports\",\"what\":\"3 of the 20000");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandRun run(String... arguments) {
    return at(home, arguments);
  }

  private static CommandRun at(Path home, String... arguments) {
    List<String> all = new ArrayList<>(List.of("ports"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--home", home.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }
}

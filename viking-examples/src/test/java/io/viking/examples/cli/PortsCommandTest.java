package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.StateFolder;
import io.viking.model.Host;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import io.viking.ports.PortRange;
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
            "Released 10002 of shared/dns/53/tcp.\n"
                + "Released 10000 of shared/mongo/27017/tcp; containers on node-1 still carry it.\n");
    assertThat(store.ports().list().asMap()).isEmpty();
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
        .contains("OK       ports: 3 of the 20000 numbers of 10000-29999 are taken (0 %).")
        .containsPattern("[0-9]+ errors, [0-9]+ warnings\\.\n$");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.out())
        .startsWith("{\"errors\":")
        .contains("{\"severity\":\"ok\",\"subject\":\"ports\",\"what\":\"3 of the 20000");
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("ports"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--home", home.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }
}

package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

class PortsBenchmarkTest {
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      PortsBenchmark.commandLine()
          .setOut(new PrintWriter(new StringWriter()))
          .setErr(new PrintWriter(err, true));

  @Test
  void aMetricThatIsUnknownIsNamedWithThoseThatAreKnown() {
    int code = command.execute("--only", "new_port_1,new_port_2");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("there is no metric 'new_port_2'")
        .contains(
            "Fix: one of [new_port_1, known_port_1, new_ports_64, new_ports_4x16, batch_10000,"
                + " client_heap_mb].");
  }

  @Test
  void aRunWithoutRoundsIsRefused() {
    int code = command.execute("--rounds", "0", "--etcd", "http://127.0.0.1:1");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--rounds must be 1 or more but was 0");
  }

  @Test
  void anEtcdThatDoesNotAnswerIsNamed() {
    int code = command.execute("--etcd", "http://127.0.0.1:1");

    assertThat(code).isEqualTo(ExitCode.SOFTWARE);
    assertThat(err.toString())
        .contains("etcd does not answer at http://127.0.0.1:1/version")
        .contains("Fix: name a running one with --etcd URL.");
  }

  @Test
  void anAddressThatIsNoUrlIsRefused() {
    int code = command.execute("--etcd", "10.0.0.1:2379");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--etcd must be http://HOST:PORT but was '10.0.0.1:2379'");
  }
}

package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

class AmbassadorBenchmarkTest {
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();
  private final CommandLine command =
      AmbassadorBenchmark.commandLine()
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true));

  @Test
  void aMetricThatIsUnknownIsNamedWithThoseThatAreKnown() {
    int code = command.execute("--contestants", "direct", "--only", "relay.shorts");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("there is no metric 'relay.shorts'")
        .contains("Fix: one of [short, short_200, cpu_per_connection, keepalive32");
  }

  @Test
  void aContestantThatIsUnknownIsNamedWithThoseThatAreKnown() {
    int code = command.execute("--contestants", "envoy");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("there is no contestant 'envoy'")
        .contains("Fix: one of [direct, haproxy, haproxy-splice, nginx, go, relay, kernel].");
  }

  @Test
  void theKernelPathIsRefusedOnLoopbackWhereItCannotBe() {
    int code = command.execute("--loopback", "--contestants", "relay,kernel");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("the kernel path is not there with --loopback")
        .contains("Fix: leave one of the two out.");
  }

  @Test
  void aRunWithoutRoundsIsRefused() {
    int code = command.execute("--contestants", "direct", "--rounds", "0");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--rounds must be 1 or more but was 0");
  }

  @Test
  void theHelpSaysHowToWorkOnOneFigure() {
    int code = command.execute("--help");

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("bench/ambassador --only short --contestants haproxy,relay --rounds 5");
  }

  @Test
  void aMetricIsFoundWithAndWithoutItsPrefix() {
    assertThat(Workload.of("bulk4")).contains(Workload.BULK);
    assertThat(Workload.of("relay.cpu_per_connection")).contains(Workload.SHORT);
    assertThat(Workload.of("kernel.keepalive512_vs_direct")).contains(Workload.KEEPALIVE512);
    assertThat(Workload.of("kernel.p99_paced")).contains(Workload.PACED);
    assertThat(Workload.of("agent.start_s")).contains(Workload.AGENT);
    assertThat(Workload.of("endtoend.p99_s")).contains(Workload.ENDTOEND);
    assertThat(Workload.of("gone.kernel_cut_s")).contains(Workload.GONE);
    assertThat(Workload.of("footprint")).contains(Workload.FOOTPRINT);
    assertThat(Workload.of("relay")).isEmpty();
  }
}

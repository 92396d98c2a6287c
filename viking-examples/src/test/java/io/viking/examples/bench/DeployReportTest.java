package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ExitCode;

class DeployReportTest {
  @Test
  void theTableComparesWithinEachRoundAndSaysWhetherItIsEnough() {
    DeployReadings readings = new DeployReadings();
    List.of(10.0, 12.0, 30.0).forEach(s -> readings.add(DeployTime.VIKING_DEPLOY, s));
    List.of(10.0, 10.0, 20.0).forEach(s -> readings.add(DeployTime.API_START, s));
    List.of(20.0, 12.0, 15.0).forEach(s -> readings.add(DeployTime.SHELL_START, s));
    readings.add(DeployTime.VIKING_REDEPLOY, 0.25);
    readings.add(DeployTime.API_LIST, 0.05);

    assertThat(new DeployReport(readings, Map.of("Java", "17")).text())
        .isEqualTo(
            """
            figure               viking : peer                          viking   peer     value  min - max    bar
            deploy100_vs_api     deploy : create and start by the API   12.00 s  10.00 s  1.20   1.00 - 1.50  <= 1.15  short
            deploy100_vs_shell   deploy, rate : a docker run loop       12.00 s  15.00 s  1.00   0.50 - 2.00  >= 0.95  ok
            redeploy100_s        deploy, unchanged; a list by the API   0.25 s   0.05 s   0.25   0.25 - 0.25  < 1      ok
            redeploy100_vs_list  deploy, unchanged : a list by the API  0.25 s   0.05 s   5.00   5.00 - 5.00

            Java: 17
            """);
  }

  @Test
  void theJsonHasTheMetricsApartFromWhatExplainsThem() {
    DeployReadings readings = new DeployReadings();
    readings.add(DeployTime.VIKING_DEPLOY, 3);
    readings.add(DeployTime.API_START, 2);
    readings.add(DeployTime.API_REACHABLE, 4);

    String json = new DeployReport(readings, Map.of()).json();

    assertThat(json.substring(0, json.indexOf("\"details\"")))
        .contains("deploy100_vs_api")
        .doesNotContain("reachable100_vs_api");
    assertThat(json.substring(json.indexOf("\"details\""))).contains("reachable100_vs_api");
  }

  @Test
  void aCopyOfAContainerIsWhatTheEngineSaysOfIt() {
    String inspected =
        """
        /bench_web_a00001
        {"Image":"web","Env":["A=1"]}
        {"ExtraHosts":["backends:host-gateway"]}

        /bench_web_a00002
        {"Image":"web"}
        {}
        """;

    assertThat(ContainerCopy.parse(inspected))
        .containsExactly(
            new ContainerCopy(
                "bench_web_a00001",
                "{\"Image\":\"web\",\"Env\":[\"A=1\"],"
                    + "\"HostConfig\":{\"ExtraHosts\":[\"backends:host-gateway\"]}}"),
            new ContainerCopy("bench_web_a00002", "{\"Image\":\"web\",\"HostConfig\":{}}"));
  }

  @Test
  void moreContainersThanTheMachineCouldHoldAreRefused() {
    StringWriter err = new StringWriter();

    int code =
        DeployBenchmark.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute("--containers", "1000");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--containers must be 1 to 300 but was 1000");
  }
}

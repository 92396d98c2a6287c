package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark in its namespaces, as short as it goes: that it runs, not how fast. */
class AmbassadorBenchmarkIT {
  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void requireTools() {
    Tool tools =
        Tool.run(
            Duration.ofSeconds(5),
            List.of(
                "sh",
                "-c",
                "[ \"$(id -u)\" = 0 ] && for t in ip nsenter nginx haproxy ab wrk iperf3;"
                    + " do command -v $t || exit 1; done"));
    String missing = "root, ip, nsenter, nginx, haproxy, ab, wrk and iperf3 are needed";
    if (tools.code() != 0 && Boolean.getBoolean("viking.it.required")) {
      fail(missing);
    }
    assumeTrue(tools.code() == 0, missing);
  }

  @Test
  void measuresTheRelayBesideHaproxyAndLeavesNothingBehind() throws IOException {
    assertThat(
            measure(
                "--contestants=direct,haproxy,relay",
                "--only=short,short_200,keepalive32,p99_paced,bulk1"))
        .contains("\"relay.short\"", "\"relay.short_200\"", "\"relay.cpu_per_connection\"")
        .contains("\"relay.keepalive32\"", "\"relay.p99\"", "\"relay.p99_paced\"")
        .contains("\"relay.bulk1\"", "\"relay.bulk4\"", "\"relay.cpu_per_gb\"")
        .contains("\"relay.short_vs_direct\"");
  }

  @Test
  void measuresOnLoopbackToo() throws IOException {
    assertThat(measure("--loopback", "--contestants=haproxy,relay", "--only=short,bulk1"))
        .contains("\"loopback.relay.short\"", "\"loopback.relay.bulk4\"");
  }

  /** The JSON of a run as short as can be. */
  private String measure(String... options) throws IOException {
    Path json = folder.resolve("ambassador.json");
    StringWriter out = new StringWriter();
    List<String> all = new ArrayList<>(List.of("--quick", "--rounds=1", "--connections=400"));
    all.add("--json=" + json);
    all.addAll(List.of(options));

    int code =
        AmbassadorBenchmark.commandLine()
            .setOut(new PrintWriter(out))
            .execute(all.toArray(String[]::new));

    assertThat(code).as(out.toString()).isZero();
    assertThat(Tool.demand(List.of("ip", "netns", "list"))).doesNotContain(Wires.PREFIX);
    return Files.readString(json);
  }
}

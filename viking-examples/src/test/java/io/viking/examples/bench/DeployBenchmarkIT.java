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
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark on its three engines, with few containers: that it runs, not how fast. */
class DeployBenchmarkIT {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("viking.root", "..")).toAbsolutePath().resolve("viking-examples");

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void requireTools() {
    Tool tools =
        Tool.run(
            Duration.ofSeconds(5),
            List.of(
                "sh",
                "-c",
                "[ \"$(id -u)\" = 0 ] && for t in dockerd docker etcd iptables ip nsenter busybox;"
                    + " do command -v $t || exit 1; done"));
    boolean there = tools.code() == 0 && Files.exists(EXAMPLES.resolve("target/viking.jar"));
    String missing =
        "root, dockerd, docker, etcd, iptables, ip, nsenter, busybox and viking.jar are needed";
    if (!there && Boolean.getBoolean("viking.it.required")) {
      fail(missing);
    }
    assumeTrue(there, missing);
  }

  @Test
  void measuresEveryMetricAndLeavesNothingBehind() throws IOException {
    Path json = folder.resolve("deploy.json");
    StringWriter out = new StringWriter();

    int code =
        DeployBenchmark.commandLine()
            .setOut(new PrintWriter(out))
            .execute("--rounds=1", "--containers=6", "--examples=" + EXAMPLES, "--json=" + json);

    assertThat(code).as(out.toString()).isZero();
    assertThat(Files.readString(json))
        .contains("deploy100_vs_api\"", "deploy100_vs_shell\"", "redeploy100_s\"")
        .contains("remove100_vs_api\"", "remove100_vs_shell\"");
    assertThat(out.toString()).contains("6 containers of one job on 3 hosts");
    assertThat(Tool.demand(List.of("ip", "netns", "list"))).doesNotContain(Bed.namespace(1));
  }
}

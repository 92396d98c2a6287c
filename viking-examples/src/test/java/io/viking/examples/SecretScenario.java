package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Deploys secrets to a test bed of two hosts, does to them all that commands can do, and searches
 * whatever can be seen of it for the values.
 */
final class SecretScenario {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String TOKEN = "canary0token0e51";
  private static final String FIRST = "canary0first77f3";
  private static final String SECOND = "canary0second4b9";
  private static final String STACK =
      """
      db:
        image: binocarlos/gandalf
        expose: 80
        restart: no
        environment:
          PASSWORD: {file: ./secret}
          API_TOKEN:
      web:
        image: binocarlos/gandalf
        expose: 80
        link: {to: db, env: ["*"]}
      """;

  private final TestBed bed;
  private final Path folder;
  private final Path secret;
  private final SecretHunt hunt;

  SecretScenario(TestBed bed, Path folder) {
    this.bed = bed;
    this.folder = folder;
    this.secret = folder.resolve("secret");
    this.hunt = new SecretHunt(bed, TOKEN, FIRST, SECOND);
  }

  void run() throws IOException, InterruptedException {
    Files.writeString(secret, FIRST + "\n");
    String stack = "hidden=" + Files.writeString(folder.resolve("hidden.yml"), STACK);

    show(stack);
    hunt.viking("deploy", stack).succeeded();
    hunt.viking("scale", "hidden/db=2").succeeded();
    hunt.viking("deploy", stack).succeeded();
    Files.writeString(secret, SECOND + "\n");
    assertThat(hunt.viking("deploy", stack).succeeded()).contains("2 started, 2 removed");
    fail();
    watch();
    collect();

    assertThat(hunt.findings()).isEmpty();
    int texts = hunt.size();
    long characters = hunt.characters();
    // What would be found if it were there is found where it has to be.
    hunt.shell("1", "docker inspect $(docker ps -q)");
    hunt.shell("2", "docker inspect $(docker ps -q)");
    assertThat(hunt.findings())
        .anyMatch(line -> line.contains("\"PASSWORD=" + SECOND))
        .anyMatch(line -> line.contains("\"DB_ENV_API_TOKEN=" + TOKEN));
    bed.viking("rm", "hidden").succeeded();
    figure(texts, characters);
  }

  private void show(String stack) {
    for (String format : List.of("text", "json", "docker")) {
      assertThat(hunt.viking("plan", "--format", format, stack).succeeded())
          .contains("DB_ENV_PASSWORD");
    }
    hunt.viking("env", stack).succeeded();
    hunt.viking("env", "--json", stack).succeeded();
    assertThat(hunt.viking("env", "--export", stack).succeeded())
        .contains("export DB_ENV_PASSWORD=\"$(cat " + secret + ")\"");
  }

  /** A version that prints its variables and gives up, and a secret that is not there. */
  private void fail() throws IOException {
    String crashing =
        STACK.replace(
            "  restart: no\n",
            "  restart: no\n  command: /bin/busybox sh -c '/bin/busybox env; exit 1'\n");
    String stack = "hidden=" + Files.writeString(folder.resolve("crashing.yml"), crashing);
    assertThat(hunt.viking("deploy", "--timeout", "20", stack).output())
        .contains("PASSWORD=***", "API_TOKEN=***");
    Files.move(secret, folder.resolve("away"));
    assertThat(hunt.viking("scale", "hidden/db=3").output())
        .contains("cannot be read from file '" + secret + "': it does not exist.");
    Files.move(folder.resolve("away"), secret);
    hunt.viking("rollback", "hidden");
  }

  /** What is told of a container that ends while it is watched. */
  private void watch() throws IOException, InterruptedException {
    try (Watch watch = Watch.start(bed, folder, "--interval", "1s")) {
      watch.write(
          "told/web.yaml",
          """
          image: binocarlos/gandalf
          restart: no
          expose: []
          command: /bin/busybox sh -c '/bin/busybox env; /bin/busybox sleep 1; exit 3'
          environment: {PASSWORD: {file: ../../secret}}
          """);
      watch.awaitTold(SOON, "PASSWORD=***");
      hunt.see("viking watch", watch.output());
    }
    hunt.viking("rm", "told").succeeded();
  }

  private void collect() throws IOException {
    for (String command : List.of("ps", "events", "doctor", "ports list", "ports export")) {
      hunt.viking(command.split(" ", -1));
    }
    hunt.shell("1", "ETCDCTL_API=3 etcdctl --endpoints http://$VIKING_ETCD get --prefix ''");
    hunt.files(folder.resolve("deployment"));
    hunt.files(Path.of(hunt.shell("1", "echo $VIKING_HOME").strip()));
    for (String host : List.of("1", "2")) {
      hunt.shell(host, "docker ps -a --no-trunc");
      hunt.shell(host, "docker inspect -f '{{json .Config.Labels}}' $(docker ps -aq)");
      hunt.shell(host, "docker inspect $(docker ps -aq) | grep -vE '^ {16}\"[A-Z_]+=.*\"'");
      hunt.shell(host, "docker logs viking-agent 2>&1");
      hunt.shell(host, "busybox wget -q -O - http://127.0.0.1:7946/status");
      hunt.shell(host, "busybox wget -q -O - http://127.0.0.1:7946/metrics");
    }
  }

  /** The figure that viking-examples/faults/secrets prints. */
  private static void figure(int texts, long characters) throws IOException {
    Path record = Files.createDirectories(Path.of("target", "secrets"));
    Files.writeString(
        record.resolve("figure"),
        "secrets: 0 findings of 3 values in %d texts of %d characters in all%n"
            .formatted(texts, characters));
  }
}

package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
  private static final Path STACKS =
      Path.of(System.getProperty("viking.root", ".."), "viking-examples", "stacks");
  private static final String SHARED = "shared=" + STACKS.resolve("shared");
  private static final String APP = "app=" + STACKS.resolve("app");

  @TempDir private Path folder;

  @Test
  void printsTheVariablesOfBothStacksWithoutDockerOrEtcd() {
    CommandRun run = CommandRun.of("env", "--etcd", "10.0.0.9:2379", SHARED, APP);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("# app/web\n")
        .contains("BACKEND_10000=etcd://10.0.0.9:2379/viking/network/shared_mongo_27017\n")
        .contains("SHARED_MONGO_PORT_27017_TCP=tcp://backends:10000\n")
        .contains("MIDDLEWARE_PORT_80=backends:")
        .contains("SERVICE_80_ID=app_web_80_<pid>\n")
        .contains("MIDDLEWARE_NAME=/app_web_<pid>/middleware\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void namesTheStackAfterItsFolder() {
    CommandRun run = CommandRun.of("env", STACKS.resolve("shared").toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("# shared/mongo\n");
  }

  @Test
  void takesTheStacksNameFromTheOption() {
    CommandRun run = CommandRun.of("env", STACKS.resolve("shared").toString(), "--name", "mystack");

    assertThat(run.out()).contains("SERVICE_27017_NAME=mystack_mongo_27017\n");
  }

  @Test
  void printsVariablesAsJson() {
    CommandRun run = CommandRun.of("env", "--json", SHARED);

    assertThat(run.out())
        .startsWith("{\"shared/auth\":{\"SERVICE_80_ID\":\"shared_auth_80_<pid>\"");
  }

  @Test
  void aValueOfSeveralLinesPassesForNoOtherVariable() throws IOException {
    CommandRun run = CommandRun.of("env", valuesThatNeedQuotes());

    assertThat(run.out())
        .contains("CERTIFICATE='one\nPATH=/two'\n")
        .contains("GREETING=it's $HOME\n");
  }

  @Test
  void aShellReadsBackWhatWasExported() throws Exception {
    CommandRun run = CommandRun.of("env", "--export", valuesThatNeedQuotes());
    Path script =
        Files.writeString(
            folder.resolve("script"),
            run.out() + "\nprintf '%s|%s|%s' \"$CERTIFICATE\" \"$GREETING\" \"$SERVICE_80_ID\"\n");

    Process shell = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true).start();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("one\nPATH=/two|it's $HOME|quoted_web_80_<pid>");
    assertThat(run.out()).contains("# my.name is left out");
  }

  @Test
  void tellsWhereSecretsAreFoundAndShowsThemOnlyIfAsked() throws IOException {
    Files.writeString(folder.resolve("pass word"), "canary\n");
    Path file = folder.resolve("secret.yml");
    Files.writeString(
        file, "web: {image: web, expose: 80, env: {A: {file: ./pass word}, B: {env: odd.name}}}");
    String stack = "secret=" + file;

    assertThat(CommandRun.of("env", stack).out())
        .contains(
            "A=<from file " + folder.resolve("pass word") + ">\nB=<from variable odd.name>\n");
    assertThat(CommandRun.of("env", "--export", stack).out())
        .contains(
            "export A=\"$(cat '" + folder.resolve("pass word") + "')\"\n",
            "export B=\"$(printenv odd.name)\"\n");
    CommandRun refused = CommandRun.of("env", "--show-secrets", stack);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            file
                + ":1:70: variable 'B' of job 'secret/web' cannot be read from variable 'odd.name'",
            "1 problem, nothing was started.");
    Files.writeString(file, "web: {image: web, expose: 80, env: {A: {file: ./pass word}}}");
    assertThat(CommandRun.of("env", "--show-secrets", "--json", stack).out())
        .contains("{\"A\":\"canary\",");
  }

  private String valuesThatNeedQuotes() throws IOException {
    Path file = folder.resolve("quoted.yml");
    Files.writeString(
        file,
        """
        web:
          image: web
          expose: 80
          environment:
            CERTIFICATE: "one\\nPATH=/two"
            GREETING: "it's $HOME"
            my.name: dotted
        """);
    return "quoted=" + file;
  }

  @Test
  void readsTheAllocatedPortsFromAFile() throws IOException {
    Path ports = folder.resolve("ports.json");
    Files.writeString(
        ports,
        """
        {"version": 1, "ports": {
          "shared/mongo/27017/tcp": 1432, "shared/auth/80/tcp": 1433, "app/middleware/80/tcp": 1434}}
        """);

    CommandRun run = CommandRun.of("env", "--ports", ports.toString(), SHARED, APP);

    assertThat(run.out()).contains("SHARED_MONGO_PORT_27017_TCP_PORT=1432\n");
  }

  @Test
  void saysWhichPortsTheTableLacks() throws IOException {
    Path ports = folder.resolve("ports.json");
    Files.writeString(ports, "{\"version\": 1, \"ports\": {\"shared/mongo/27017/tcp\": 1432}}");

    CommandRun run = CommandRun.of("env", "--ports", ports.toString(), SHARED, APP);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("lacks: ", "shared/auth/80/tcp", "app/middleware/80/tcp");
  }

  @Test
  void reportsAllFaultsOfAFileInOneRunAndExitsWithTwo() throws IOException {
    Path file = folder.resolve("viking.yml");
    Files.writeString(file, Faults.TWENTY);

    CommandRun run = CommandRun.of("deploy", "--name", "faulty", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines().filter(line -> line.startsWith(file.toString())))
        .hasSize(20)
        .doesNotHaveDuplicates();
    assertThat(run.err()).endsWith("20 problems, nothing was started.\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void printsTheEtcdMembersForScripts() {
    CommandRun one = CommandRun.of("etcdhost", "--etcd", "http://10.0.0.1:2379,10.0.0.2:2379");
    CommandRun all = CommandRun.of("etcdhosts", "--etcd", "http://10.0.0.1:2379,10.0.0.2:2379");

    assertThat(one.out()).isEqualTo("10.0.0.1:2379\n");
    assertThat(all.out()).isEqualTo("10.0.0.1:2379,10.0.0.2:2379\n");
  }

  /** Nothing listens on port 1. */
  @Test
  void givesUpOnEtcdAtItsDeadline() {
    CommandRun run =
        CommandRun.of(
            "allocateport", "--etcd", "127.0.0.1:1", "--deadline", "300ms", "mystack/mongo:27017");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("http://127.0.0.1:1", "within 300 ms", "Fix: ");
  }

  @Test
  void refusesAUserOfEtcdWithoutAPassword() {
    CommandRun run =
        CommandRun.of(
            "allocateport", "--etcd", "127.0.0.1:1", "--etcd-user", "viking", "mystack/mongo:1");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'viking' has no password", "Fix: ");
  }

  @Test
  void namesTheFileOfEtcdThatCannotBeUsed() {
    String missing = folder.resolve("missing.pem").toString();

    CommandRun run =
        CommandRun.of(
            "allocateport", "--etcd", "127.0.0.1:1", "--etcd-ca", missing, "mystack/mongo:1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(missing, "does not exist", "Fix: ").doesNotContain("unexpected");
  }

  @Test
  void allocatesTheSamePortTwice() {
    String home = folder.toString();

    CommandRun first = CommandRun.of("allocateport", "--home", home, "mystack/mongo:27017");
    CommandRun second = CommandRun.of("allocateport", "--home", home, "mystack/mongo");

    assertThat(first.out()).matches("[0-9]+\n").isEqualTo(second.out());
  }

  @Test
  void asksForThePortOfAServiceThatIsNotKnown() {
    CommandRun run = CommandRun.of("allocateport", "--home", folder.toString(), "mystack/mongo");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no port of service 'mystack/mongo' is recorded", "Fix: ");
  }

  @Test
  void exitsWithTwoOnBadUsage() {
    assertThat(CommandRun.of("deploy").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("scale", "app/web").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("nonsense").exitCode()).isEqualTo(2);
  }

  @Test
  void explainsWhenAStackLinksOutsideTheGivenFiles() {
    CommandRun run = CommandRun.of("env", APP);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "viking.yml:5:5: job 'middleware' links to 'shared/mongo', which is not defined.");
  }
}

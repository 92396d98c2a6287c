package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/** A test bed of the project's own script, and the viking command on its hosts. */
final class TestBed implements AutoCloseable {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("viking.root", "..")).toAbsolutePath().resolve("viking-examples");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final String id;

  private TestBed(String id) {
    this.id = id;
  }

  /** What a command did, and printed. */
  record Outcome(int exitCode, String stdout, String stderr) {
    /** What was meant for programs, and then what was meant for people. */
    String output() {
      return stdout + stderr;
    }

    String succeeded() {
      assertThat(exitCode).as(output()).isZero();
      return output();
    }
  }

  /** Starts one with agents on every host, or skips the test where that cannot be done. */
  static TestBed up(String id, String... arguments) {
    TestBed bed = new TestBed(id);
    String missing = bed.missing();
    if (!missing.isEmpty()) {
      if (Boolean.getBoolean("viking.it.required")) {
        throw new AssertionError("integration tests are required, but " + missing);
      }
      Assumptions.abort(missing);
    }
    List<String> up = new ArrayList<>(List.of("up"));
    up.addAll(List.of(arguments));
    bed.testbed(up.toArray(String[]::new)).succeeded();
    bed.viking("bootstrap").succeeded();
    return bed;
  }

  private String missing() {
    if (!Files.exists(EXAMPLES.resolve("target/viking.jar"))) {
      return "target/viking.jar is missing: build it with 'mvn package'";
    }
    Outcome tools = run(List.of("sh", "-c", "id -u; command -v dockerd etcd iptables ip nsenter"));
    return tools.output().startsWith("0\n") && tools.exitCode() == 0
        ? ""
        : "root, dockerd, etcd, iptables, ip and nsenter are needed";
  }

  Outcome testbed(String... arguments) {
    List<String> command = new ArrayList<>(List.of(EXAMPLES.resolve("testbed").toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a command on that host, {@code 1} for node-1. */
  Outcome on(String host, String... command) {
    List<String> all = new ArrayList<>(List.of("exec", host));
    all.addAll(List.of(command));
    return testbed(all.toArray(String[]::new));
  }

  /** Deploys the design document's two stacks. */
  Outcome deployStacks() {
    return viking("deploy", "shared=" + stack("shared"), "app=" + stack("app"));
  }

  /** Where the viking command is. */
  static String command() {
    return EXAMPLES.resolve("bin/viking").toString();
  }

  /** Runs the viking command on the first host. */
  Outcome viking(String... arguments) {
    List<String> command = new ArrayList<>(List.of(command()));
    command.addAll(List.of(arguments));
    return on("1", command.toArray(String[]::new));
  }

  /** Begins to run the viking command on the first host; whoever begins it ends it. */
  Process begin(Path output, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(EXAMPLES.resolve("testbed").toString(), "exec", "1", command()));
    command.addAll(List.of(arguments));
    try {
      return builder(command, output).start();
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command, e);
    }
  }

  private ProcessBuilder builder(List<String> command, Path output) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(EXAMPLES.toFile());
    builder.environment().put("VIKING_TESTBED_ID", id);
    return builder;
  }

  /** The containers that ps lists, each as {@code instance host state endpoints}. */
  List<List<String>> ps(String... names) {
    List<String> arguments = new ArrayList<>(List.of("ps"));
    arguments.addAll(List.of(names));
    Outcome ps = viking(arguments.toArray(String[]::new));
    ps.succeeded();
    return ps.stdout().lines().skip(1).map(line -> List.of(line.split(" {2,}", -1))).toList();
  }

  /** What an instance of that service answers to a GET of its first page. */
  String ask(String service) {
    return get(service).succeeded();
  }

  /** Whether the service answers with that text, now. */
  boolean answers(String service, String text) {
    Outcome answer = get(service);
    return answer.exitCode() == 0 && answer.output().contains(text);
  }

  private Outcome get(String service) {
    List<String> row = ps(service).get(0);
    if (row.size() < 4) {
      return new Outcome(1, "", service + " has no endpoint: " + row);
    }
    String endpoint = row.get(3).replaceFirst(".*->", "");
    return on("1", "busybox", "wget", "-q", "-O", "-", "http://" + endpoint + "/");
  }

  static String stack(String name) {
    return EXAMPLES.resolve("stacks").resolve(name).toString();
  }

  static void await(Duration limit, String what, BooleanSupplier condition)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(limit);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("still waiting for %s", what).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Override
  public void close() {
    testbed("down");
  }

  private Outcome run(List<String> command) {
    try {
      Path output = Files.createTempFile("viking-it", ".out");
      Path errors = Files.createTempFile("viking-it", ".err");
      try {
        Process process =
            builder(command, output)
                .redirectErrorStream(false)
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(command + " did not end within " + LIMIT);
        }
        return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + command, e);
    }
  }
}

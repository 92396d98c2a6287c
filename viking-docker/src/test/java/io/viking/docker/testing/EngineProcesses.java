package io.viking.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The processes of an engine, in a process namespace and a mount namespace of their own. When the
 * namespace's first process is killed, the kernel ends all others in it, containers included, and
 * drops their mounts: nothing has to be found and ended one by one.
 *
 * <p>The daemon is not that first process, so that a test can kill it and keep its containers.
 */
final class EngineProcesses {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** Says that its namespaces are ready, then waits, reaping the orphans that come to it. */
  private static final String FIRST_PROCESS = "echo ready; sleep infinity & wait";

  private final EngineNetwork network;
  private final Path log;
  private final Process holder;
  private final ProcessHandle first;
  private Optional<Process> daemon = Optional.empty();

  private EngineProcesses(EngineNetwork network, Path log, Process holder, ProcessHandle first) {
    this.network = network;
    this.log = log;
    this.holder = holder;
    this.first = first;
  }

  /** Makes the namespaces. */
  static EngineProcesses create(EngineNetwork network, Path log) {
    List<String> command =
        network.enter(
            List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                FIRST_PROCESS));
    try {
      Process holder = Command.builder(command).redirectErrorStream(true).start();
      String said = holder.inputReader(StandardCharsets.UTF_8).readLine();
      if (!"ready".equals(said)) {
        holder.destroyForcibly();
        throw new IllegalStateException("cannot make namespaces: " + said);
      }
      ProcessHandle first = holder.children().findFirst().orElseThrow();
      return new EngineProcesses(network, log, holder, first);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run unshare", e);
    }
  }

  /** Starts the daemon; it is not yet ready then. */
  void startDaemon(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("nsenter", "--target", "" + first.pid(), "--mount", "--pid", "--net"));
    command.add(Command.require("dockerd").toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        Command.builder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // Engines from 29 on set no link variables without it (moby#50719).
    builder.environment().put("DOCKER_KEEP_DEPRECATED_LEGACY_LINKS_ENV_VARS", "1");
    try {
      daemon = Optional.of(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run dockerd", e);
    }
  }

  /** Whether the daemon runs. */
  boolean daemonIsAlive() {
    return daemon.filter(Process::isAlive).isPresent();
  }

  /** Kills the daemon at once, as a crash would; its containers go on. */
  void killDaemon() {
    thawDaemon();
    // The child of nsenter is the daemon itself.
    daemon.ifPresent(nsenter -> nsenter.children().forEach(ProcessHandle::destroyForcibly));
    daemon.ifPresent(EngineProcesses::waitFor);
    daemon = Optional.empty();
  }

  /** Stops the daemon without ending it. */
  void freezeDaemon() {
    daemon.ifPresent(
        nsenter -> {
          nsenter.children().forEach(child -> signal("-STOP", child.pid()));
          // It stops itself when its child has stopped.
          Await.until(DEADLINE, () -> "daemon is frozen", () -> isStopped(nsenter));
        });
  }

  /** Lets the daemon go on, if it is frozen. */
  void thawDaemon() {
    daemon
        .filter(EngineProcesses::isStopped)
        .ifPresent(
            nsenter -> {
              nsenter.children().forEach(child -> signal("-CONT", child.pid()));
              signal("-CONT", nsenter.pid());
            });
  }

  private static boolean isStopped(Process process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") T ");
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static void signal(String signal, long pid) {
    Command.run(List.of("busybox", "kill", signal, "" + pid));
  }

  /** Ends all processes and waits until they are gone. */
  void kill() {
    // A frozen nsenter would not take note of its child's end, and the namespace wait for that.
    thawDaemon();
    CompletableFuture<ProcessHandle> firstEnds = first.onExit();
    holder.destroyForcibly();
    waitFor(holder);
    firstEnds.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).join();
    daemon.ifPresent(EngineProcesses::waitFor);
    Await.until(
        DEADLINE,
        () -> "processes " + network.processes() + " are gone",
        () -> network.processes().isEmpty());
  }

  /** The last lines that the daemon wrote, for messages. */
  String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    } catch (IOException e) {
      return "(cannot read " + log + ": " + e.getMessage() + ")";
    }
  }

  private static void waitFor(Process process) {
    try {
      if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("process " + process.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while process " + process.pid() + " ends", e);
    }
  }
}

package io.viking.ports.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server of a test, which can be killed, frozen and started again. For one thread. */
final class ServerProcess {
  private final Path log;
  private Optional<Process> process = Optional.empty();
  private boolean frozen;

  /**
   * @param log what it prints is added to that file
   */
  ServerProcess(Path log) {
    this.log = log;
  }

  Path log() {
    return log;
  }

  /** Starts it, after it was killed if it runs. */
  void start(List<String> command) {
    kill();
    try {
      process =
          Optional.of(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                  .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it has not ended; it may be frozen. */
  boolean isAlive() {
    return process.filter(Process::isAlive).isPresent();
  }

  /** Whether it was started and not killed. */
  boolean isStarted() {
    return process.isPresent();
  }

  boolean isFrozen() {
    return frozen;
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.ifPresent(
        running -> {
          running.destroyForcibly();
          running.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        });
    process = Optional.empty();
    frozen = false;
  }

  /** Stops it from running without closing its connections: {@code SIGSTOP}. */
  void freeze() {
    signal("-STOP");
    frozen = true;
  }

  /** Lets it run on after {@link #freeze}. */
  void thaw() {
    signal("-CONT");
    frozen = false;
  }

  private void signal(String signal) {
    long pid = process.orElseThrow(() -> new IllegalStateException("it is not running")).pid();
    Command.run(Map.of(), List.of("kill", signal, Long.toString(pid)));
  }
}

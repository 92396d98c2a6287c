package io.viking.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes of a way that run on its lane's host; none where there is no proxy. Their words go
 * to a file.
 */
final class Forwarder implements AutoCloseable {
  private final List<Process> processes;

  private Forwarder(List<Process> processes) {
    this.processes = processes;
  }

  /** A way that needs no process. */
  static Forwarder none() {
    return new Forwarder(List.of());
  }

  /** Starts a command in a namespace. */
  static Forwarder start(String namespace, List<String> command, Path log) {
    return start(Tool.inside(namespace, command), log);
  }

  /** Starts a command. */
  static Forwarder start(List<String> command, Path log) {
    try {
      return new Forwarder(
          List.of(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                  .start()));
    } catch (IOException e) {
      throw new BenchmarkException("cannot start '" + command.get(0) + "': " + e.getMessage(), e);
    }
  }

  double cpuSeconds() {
    return Consumption.cpuSeconds(all());
  }

  double memoryMegabytes() {
    return Consumption.memoryMegabytes(all());
  }

  /** What its one process has in memory, with what it shares with others. */
  double residentMegabytes() {
    return Consumption.residentMegabytes(processes.get(0).toHandle());
  }

  /** Asks its processes to end, and waits a while for that; then ends what is left. */
  void stop() {
    processes.forEach(Process::destroy);
    CompletableFuture.allOf(
            processes.stream().map(Process::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, 20, TimeUnit.SECONDS)
        .join();
    close();
  }

  private Stream<ProcessHandle> all() {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()));
  }

  /** Ends them at once; may be repeated. */
  @Override
  public void close() {
    List<ProcessHandle> all = all().toList();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }
}

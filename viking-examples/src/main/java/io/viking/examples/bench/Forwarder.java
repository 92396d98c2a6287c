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
    try {
      return new Forwarder(
          List.of(
              new ProcessBuilder(Tool.inside(namespace, command))
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

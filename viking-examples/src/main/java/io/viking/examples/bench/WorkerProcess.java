package io.viking.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The benchmark's end of a {@link Worker}. For one thread. */
final class WorkerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter commands;

  private WorkerProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Starts one, of this JVM's kind, with a bounded heap and a stack name of its own. */
  static WorkerProcess start(String etcd, String stack) {
    return start(
        Java.command(List.of("-Xmx256m", "-XX:+UseSerialGC"), Worker.class, List.of(etcd, stack)));
  }

  /** Starts that command, which is to be told line by line what to do. */
  static WorkerProcess start(List<String> command) {
    try {
      return new WorkerProcess(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new BenchmarkException("cannot start another JVM: " + e.getMessage(), e);
    }
  }

  void tell(String line) {
    commands.println(line);
  }

  /** Waits for its next line. */
  String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new BenchmarkException(
            "a worker process ended early.\n  Fix: see what it wrote to standard error.");
      }
      return line;
    } catch (IOException e) {
      throw new BenchmarkException("a worker process cannot be read: " + e.getMessage(), e);
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}

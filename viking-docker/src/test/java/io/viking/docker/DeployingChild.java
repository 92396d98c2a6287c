package io.viking.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A {@link DeployingProgram} in a process of its own. */
final class DeployingChild implements AutoCloseable {
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader = new Thread(this::read, "deploying-child");

  private DeployingChild(Process process) {
    this.process = process;
    reader.setDaemon(true);
    reader.start();
  }

  static DeployingChild start(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), DeployingProgram.class.getName()));
    command.addAll(arguments);
    try {
      return new DeployingChild(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("its output ended: " + e);
    }
  }

  /** What it has printed. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Waits until it has come that many steps, and then some; or until it has ended. */
  void awaitStep(int steps, Duration then) {
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (process.isAlive() && steps() < steps && System.nanoTime() - limit < 0) {
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    long moment = System.nanoTime() + then.toNanos();
    while (process.isAlive() && System.nanoTime() - moment < 0) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  private long steps() {
    return lines.stream().filter(line -> line.matches("begin|[A-Z]+ app_.*")).count();
  }

  /** Ends it as {@code kill -9} does. Whether it still ran. */
  boolean kill() {
    boolean alive = process.isAlive();
    process.destroyForcibly().onExit().join();
    return alive;
  }

  /** Whether it still ran. */
  boolean freeze() {
    return process.isAlive() && signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private boolean signal(String name) {
    try {
      return new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()
          == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for its end; its exit code. */
  int awaitEnd(Duration limit) {
    int code =
        process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join().exitValue();
    try {
      reader.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return code;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

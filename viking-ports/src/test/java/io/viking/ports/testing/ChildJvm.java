package io.viking.ports.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Another Java process with this one's class path. Closing ends it. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final CompletableFuture<String> output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = CompletableFuture.supplyAsync(() -> read(process));
  }

  /** Starts that class's {@code main}; its standard error is this process's. */
  public static ChildJvm start(Class<?> main, List<String> arguments) {
    return start(main, "128m", arguments);
  }

  /** The same, with a heap of at most that size, as in {@code 64m}. */
  public static ChildJvm start(Class<?> main, String heap, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Small and quick to start: several run at a time.
    command.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    try {
      return new ChildJvm(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what it reads from its standard input, which it can take as a sign. */
  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it printed, once it has ended by itself and well. */
  public String awaitEnd(Duration limit) {
    String text = output.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).join();
    int code = process.onExit().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).join().exitValue();
    if (code != 0) {
      throw new IllegalStateException("the child ended with " + code + ": " + text);
    }
    return text;
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until one of them ends, but no longer than that; tells whether one has ended. */
  public static boolean awaitAnyEnd(List<ChildJvm> children, Duration limit) {
    CompletableFuture<?>[] ends =
        children.stream().map(child -> child.process.onExit()).toArray(CompletableFuture[]::new);
    return CompletableFuture.anyOf(ends)
        .thenApply(any -> true)
        .completeOnTimeout(false, limit.toNanos(), TimeUnit.NANOSECONDS)
        .join();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

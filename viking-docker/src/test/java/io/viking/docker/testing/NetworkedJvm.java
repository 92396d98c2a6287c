package io.viking.docker.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small JVM of a test's, with its classes, in the network of another process. */
public final class NetworkedJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private NetworkedJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param pid the process whose network it is in
   * @param ready the line that it writes when it is
   */
  public static NetworkedJvm start(long pid, Class<?> main, String ready, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--net=/proc/" + pid + "/ns/net",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    try {
      NetworkedJvm started =
          new NetworkedJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
      String first = started.output.readLine();
      if (!ready.equals(first)) {
        started.close();
        throw new IllegalStateException(main.getSimpleName() + " did not start: " + first);
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it writes after it was ready. */
  public BufferedReader output() {
    return output;
  }

  /** Writes it a line. */
  public void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

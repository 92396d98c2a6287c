package io.viking.docker.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The test's end of a {@link SteadyClient} in a container's network. For one thread. */
public final class SteadyLoad implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private SteadyLoad(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * A connection that had no answer.
   *
   * @param begin when it was begun
   */
  public record Failure(Instant begin, String reason) {}

  /** What has become of all connections. */
  public record Outcome(long made, List<Failure> failures) {
    /** The failures of those that were begun at that time or later. */
    public List<Failure> since(Instant time) {
      return failures.stream().filter(one -> !one.begin().isBefore(time)).toList();
    }
  }

  /** Begins, in the network of that process. */
  public static SteadyLoad start(long pid, String address, int port, int pauseMillis) {
    List<String> command =
        List.of(
            "nsenter",
            "--net=/proc/" + pid + "/ns/net",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SteadyClient.class.getName(),
            address,
            Integer.toString(port),
            Integer.toString(pauseMillis));
    try {
      SteadyLoad load =
          new SteadyLoad(new ProcessBuilder(command).redirectErrorStream(true).start());
      String first = load.output.readLine();
      if (!"began".equals(first)) {
        throw new IllegalStateException("no load: " + first);
      }
      return load;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the connections that are under way end; begins none any more. */
  public Outcome end() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    List<Failure> failures = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("made")) {
        return new Outcome(Long.parseLong(words[1]), failures);
      }
      failures.add(new Failure(Instant.parse(words[1]), words[2]));
    }
    throw new IllegalStateException("the load has ended early");
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

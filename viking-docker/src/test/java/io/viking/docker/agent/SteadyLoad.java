package io.viking.docker.agent;

import io.viking.docker.testing.NetworkedJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The test's end of a {@link SteadyClient} in a container's network. For one thread. */
public final class SteadyLoad implements AutoCloseable {
  private final NetworkedJvm client;

  private SteadyLoad(NetworkedJvm client) {
    this.client = client;
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
    return new SteadyLoad(
        NetworkedJvm.start(
            pid,
            SteadyClient.class,
            "began",
            address,
            Integer.toString(port),
            Integer.toString(pauseMillis)));
  }

  /** Lets the connections that are under way end; begins none any more. */
  public Outcome end() throws IOException {
    client.tell("");
    List<Failure> failures = new ArrayList<>();
    BufferedReader output = client.output();
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
    client.close();
  }
}

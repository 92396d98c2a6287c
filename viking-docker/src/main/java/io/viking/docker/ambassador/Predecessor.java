package io.viking.docker.ambassador;

import io.viking.ports.Departures;
import io.viking.ports.Endpoint;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that this one has taken over from, as long as it lets its connections end. Safe for
 * use by several threads.
 */
public final class Predecessor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Predecessor.class);
  private static final Duration TO_ANSWER = Duration.ofSeconds(1);

  private final String lastWords;
  private Optional<HandoverPipe> pipe;
  private boolean silent;

  Predecessor(String lastWords, Optional<HandoverPipe> pipe) {
    this.lastWords = lastWords;
    this.pipe = pipe;
  }

  /** Nobody was here before, or is any more. */
  public static Predecessor none() {
    return new Predecessor("", Optional.empty());
  }

  /** What it said when it had let go, see {@link HandoverServer.Source#lastWords}. */
  public String lastWords() {
    return lastWords;
  }

  /**
   * How many connections it still relays to each of these endpoints; 0 once it has ended.
   *
   * @return the endpoints to which it begins none any more, each with that number, or {@link
   *     Departures#UNKNOWN} while it does not answer
   */
  public synchronized Map<Endpoint, Integer> relayed(Collection<Endpoint> endpoints) {
    List<Endpoint> asked = endpoints.stream().distinct().toList();
    if (silent && pipe.filter(HandoverPipe::isAbandoned).isPresent()) {
      close();
    }
    if (pipe.isEmpty() || asked.isEmpty()) {
      return all(asked, 0);
    }
    if (silent) {
      return all(asked, Departures.UNKNOWN);
    }
    try {
      return ask(pipe.get(), asked);
    } catch (SocketTimeoutException e) {
      LOG.warn(
          "the agent that was replaced does not answer; until it ends each removal takes its whole"
              + " drain time");
      silent = true;
      return all(asked, Departures.UNKNOWN);
    } catch (IOException | NumberFormatException e) {
      LOG.debug("the agent that was replaced has ended", e);
      close();
      return all(asked, 0);
    }
  }

  private static Map<Endpoint, Integer> ask(HandoverPipe pipe, List<Endpoint> asked)
      throws IOException {
    pipe.within(TO_ANSWER);
    pipe.writeText(HandoverAnswers.question(asked));
    List<String> answers = pipe.readText().lines().toList();
    if (answers.size() != asked.size()) {
      throw new IOException(answers.size() + " answers to " + asked.size() + " questions");
    }
    Map<Endpoint, Integer> relayed = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      if (!answers.get(i).equals(HandoverAnswers.MORE)) {
        relayed.put(asked.get(i), Integer.parseInt(answers.get(i)));
      }
    }
    return relayed;
  }

  private static Map<Endpoint, Integer> all(List<Endpoint> endpoints, int connections) {
    Map<Endpoint, Integer> all = new HashMap<>();
    endpoints.forEach(endpoint -> all.put(endpoint, connections));
    return all;
  }

  /** Asks it nothing any more. */
  @Override
  public synchronized void close() {
    pipe.ifPresent(HandoverPipe::close);
    pipe = Optional.empty();
  }
}

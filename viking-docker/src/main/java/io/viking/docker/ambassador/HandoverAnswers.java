package io.viking.docker.ambassador;

import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the process that has taken over from this one how many connections this one still relays to
 * endpoints, as often as it asks. Each endpoint is a line {@code service id address}, and so is
 * each answer: a number, or {@code more} if the endpoint may still get another one.
 */
final class HandoverAnswers implements AutoCloseable {
  static final String MORE = "more";

  private static final Logger LOG = LoggerFactory.getLogger(HandoverAnswers.class);
  private static final Duration TO_SEND = Duration.ofSeconds(2);
  private static final long TO_END_MILLIS = 1_000;

  private final HandoverPipe pipe;
  private final Supplier<? extends Collection<Ambassador>> ambassadors;
  private final Thread thread = new Thread(this::run, "viking-handover-answers");

  private HandoverAnswers(
      HandoverPipe pipe, Supplier<? extends Collection<Ambassador>> ambassadors) {
    this.pipe = pipe;
    this.ambassadors = ambassadors;
  }

  /** Answers until one of the two processes closes the pipe, which this closes then. */
  static HandoverAnswers start(
      HandoverPipe pipe, Supplier<? extends Collection<Ambassador>> ambassadors) {
    HandoverAnswers started = new HandoverAnswers(pipe, ambassadors);
    started.thread.setDaemon(true);
    started.thread.start();
    return started;
  }

  private void run() {
    try (pipe) {
      while (true) {
        pipe.patiently();
        String question = pipe.readText();
        pipe.within(TO_SEND);
        pipe.writeText(question.lines().map(this::answer).collect(Collectors.joining("\n")));
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("asked no more", e);
    }
  }

  private String answer(String line) {
    String[] words = line.split(" ", -1);
    Endpoint endpoint = new Endpoint(words[0], words[1], HostAndPort.parse(words[2]));
    List<Ambassador> all = List.copyOf(ambassadors.get());
    return all.stream().anyMatch(one -> one.relaysTo(endpoint))
        ? MORE
        : Integer.toString(all.stream().mapToInt(one -> one.relayed(endpoint)).sum());
  }

  /** The question about these endpoints. */
  static String question(Collection<Endpoint> endpoints) {
    return endpoints.stream()
        .map(one -> one.service() + " " + one.id() + " " + one.address())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    pipe.end();
    try {
      TimeUnit.MILLISECONDS.timedJoin(thread, TO_END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

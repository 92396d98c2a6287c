package io.viking.docker;

import io.viking.docker.launch.LaunchException;
import io.viking.docker.plan.ActualHost;
import io.viking.model.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Reads hosts again and again. One that did not answer the last time is waited for only briefly: an
 * engine that is cut off takes its whole deadline, and the others must not wait for that at every
 * look. What it is asked goes on meanwhile, and once it answers it is waited for as before.
 *
 * <p>Safe for use by several threads. Its threads end by themselves a minute after the last read.
 */
final class HostReads {
  private final Function<Host, ActualHost> inspect;
  private final Duration patience;
  private final ExecutorService threads = Executors.newCachedThreadPool(HostTasks.THREADS);

  /** Hosts that did not answer when they were last waited for, with what they were asked. */
  private final Map<String, Silent> silent = new ConcurrentHashMap<>();

  /** A question that was not answered, or not yet, and why the one before it was not. */
  private record Silent(CompletableFuture<ActualHost> question, String reason) {}

  /**
   * What one read showed.
   *
   * @param answers what the hosts report that answer
   * @param reasons why each of the others does not, by name
   */
  record Reading(List<ActualHost> answers, Map<String, String> reasons) {}

  /**
   * @param inspect asks one host; throws {@link LaunchException} if it does not answer
   * @param patience how long to wait for a host that did not answer the last time
   */
  HostReads(Function<Host, ActualHost> inspect, Duration patience) {
    this.inspect = inspect;
    this.patience = patience;
  }

  /** Asks all hosts at the same time. */
  Reading read(List<Host> hosts) {
    Map<Host, CompletableFuture<ActualHost>> questions =
        new TreeMap<>(Comparator.comparing(Host::name));
    hosts.forEach(host -> questions.put(host, question(host)));
    long begin = System.nanoTime();
    List<ActualHost> answers = new ArrayList<>();
    Map<String, String> reasons = new TreeMap<>();
    questions.forEach(
        (host, question) -> {
          Silent before = silent.get(host.name());
          if (before != null) {
            await(question, patience.minusNanos(System.nanoTime() - begin));
          }
          if (before != null && !question.isDone()) {
            reasons.put(host.name(), before.reason());
          } else {
            settle(host, question, answers, reasons);
          }
        });
    return new Reading(answers, reasons);
  }

  /** What is under way already is not asked once more, unless it is an old answer. */
  private CompletableFuture<ActualHost> question(Host host) {
    Silent before = silent.get(host.name());
    if (before != null && !before.question().isDone()) {
      return before.question();
    }
    if (before != null && !before.question().isCompletedExceptionally()) {
      silent.remove(host.name(), before);
    }
    CompletableFuture<ActualHost> asked =
        CompletableFuture.supplyAsync(() -> inspect.apply(host), threads);
    silent.computeIfPresent(host.name(), (name, old) -> new Silent(asked, old.reason()));
    return asked;
  }

  private static void await(CompletableFuture<ActualHost> question, Duration time) {
    try {
      question
          .handle((answer, failure) -> "over")
          .get(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      return; // Whether it is answered is looked at next.
    }
  }

  private void settle(
      Host host,
      CompletableFuture<ActualHost> question,
      List<ActualHost> answers,
      Map<String, String> reasons) {
    Throwable failure = question.handle((answer, thrown) -> thrown).join();
    if (failure == null) {
      silent.remove(host.name());
      answers.add(question.join());
      return;
    }
    Throwable cause = Failures.unwrap(failure);
    if (!(cause instanceof LaunchException)) {
      throw Failures.unchecked(cause);
    }
    String reason = Failures.text(cause);
    silent.put(host.name(), new Silent(question, reason));
    reasons.put(host.name(), reason);
  }
}

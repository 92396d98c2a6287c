package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that come one after the other, beside some that stay, until it is told to end. */
final class SteadyLoad {
  private static final int LONG_ONES = 10;

  /** So many failures say all there is to say. */
  private static final int ENOUGH = 100;

  private final HostLab lab;
  private final String container;
  private final int port;
  private final Set<String> expected;
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> open = new ArrayList<>();
  private final CompletableFuture<Void> asking;
  private final CompletableFuture<Void> talking;
  private volatile boolean over;
  private final AtomicInteger answers = new AtomicInteger();
  private volatile long longestGap;

  private SteadyLoad(HostLab lab, String container, int port, Set<String> expected)
      throws IOException {
    this.lab = lab;
    this.container = container;
    this.port = port;
    this.expected = expected;
    for (int i = 0; i < LONG_ONES; i++) {
      open.add(lab.connect(container, port));
      HostLab.line(open.get(i));
    }
    asking = CompletableFuture.runAsync(this::ask);
    talking = CompletableFuture.runAsync(this::talk);
  }

  /** Begins, with some connections open already. */
  static SteadyLoad start(HostLab lab, String container, int port, String... expected)
      throws IOException {
    return new SteadyLoad(lab, container, port, Set.of(expected));
  }

  private void ask() {
    long last = System.nanoTime();
    while (!over && failures.size() < ENOUGH) {
      try {
        String answer = lab.ask(container, port);
        if (!expected.contains(answer)) {
          failures.add("answered '" + answer + "'");
        }
        answers.incrementAndGet();
      } catch (IOException e) {
        failures.add(e.toString());
      }
      long now = System.nanoTime();
      longestGap = Math.max(longestGap, now - last);
      last = now;
    }
  }

  private void talk() {
    while (!over && failures.size() < ENOUGH) {
      for (Socket one : open) {
        try {
          if (!HostLab.echoes(one)) {
            failures.add("an open connection does not echo");
          }
        } catch (IOException e) {
          failures.add("an open connection: " + e);
        }
      }
    }
  }

  /** Ends it; what went wrong. */
  List<String> end() {
    over = true;
    asking.join();
    talking.join();
    return failures;
  }

  /** How many new connections were answered. */
  int answers() {
    return answers.get();
  }

  /** The longest time between two answers. */
  Duration longestGap() {
    return Duration.ofNanos(longestGap);
  }
}

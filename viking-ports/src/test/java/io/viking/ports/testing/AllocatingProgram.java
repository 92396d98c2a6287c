package io.viking.ports.testing;

import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** One of several processes that allocate ports of one store at the same time. */
public final class AllocatingProgram {
  private static final int THREADS = 8;
  private static final int SHARED = 10;

  private AllocatingProgram() {}

  /**
   * Opens the store, waits for the end of the input, allocates on eight threads, and prints one
   * line of service port and number for each answer.
   *
   * @param arguments the class of a {@link StoreOpener}, the store's address, a name for this one
   */
  public static void main(String[] arguments) throws Exception {
    StoreOpener opener = StoreOpener.named(arguments[0]);
    try (ClusterStore store = opener.open(arguments[1])) {
      store.ports().list();
      int end = System.in.read();
      if (end >= 0) {
        throw new IllegalStateException("expected the end of the input but read " + end);
      }
      allocate(store, arguments[2]).forEach(System.out::println);
    }
  }

  private static List<String> allocate(ClusterStore store, String name) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<String>>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        running.add(threads.submit(() -> allocate(store, name, thread)));
      }
      List<String> lines = new ArrayList<>();
      for (Future<List<String>> future : running) {
        lines.addAll(future.get());
      }
      return lines;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Services that all processes ask for, each thread beginning with another, and one's own. */
  private static List<String> allocate(ClusterStore store, String name, int thread) {
    List<String> paths = new ArrayList<>();
    IntStream.range(0, SHARED)
        .forEach(i -> paths.add("stack/shared/" + (1 + (i + thread) % SHARED) + "/tcp"));
    paths.add("stack/own-" + name + "-" + thread + "/80/tcp");
    paths.add("stack/own-" + name + "-" + thread + "/81/tcp");
    return paths.stream()
        .map(ServicePort::parse)
        .map(port -> port + " " + store.ports().allocate(port))
        .toList();
  }
}

package io.viking.examples.bench;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * A process that the benchmark starts, and tells over its standard input what to do: {@code load
 * OPERATION BASE-KEY CALLERS WINDOW-MS}, which answers {@code ready} and begins at the line {@code
 * go}, or {@code heap SERVICES BASE-KEY}. Each answer is one line. It ends with its input.
 */
final class Worker {
  private static final int COLLECTIONS = 4;

  private final BufferedReader in;
  private final PrintStream out;
  private final String etcd;
  private final String stack;

  private Worker(BufferedReader in, PrintStream out, String[] arguments) {
    this.in = in;
    this.out = out;
    this.etcd = arguments[0];
    this.stack = arguments[1];
  }

  /** Serves until its input ends; arguments are etcd's URLs and a stack name of its own. */
  public static void main(String[] arguments) throws IOException {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    new Worker(in, System.out, arguments).serve();
    System.exit(0);
  }

  private void serve() throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      Target target = new Target(etcd, words[2], stack);
      out.println(
          words[0].equals("load")
              ? load(Operation.valueOf(words[1]), target, words).line()
              : Double.toString(heap(target, Integer.parseInt(words[1]))));
      out.flush();
    }
  }

  private Sample load(Operation operation, Target target, String[] words) throws IOException {
    int callers = Integer.parseInt(words[3]);
    try (Contestant contestant = operation.open(target, callers)) {
      out.println("ready");
      out.flush();
      in.readLine();
      return Load.run(contestant, callers, Duration.ofMillis(Long.parseLong(words[4]))).sample();
    }
  }

  /** The megabytes that live while a client and what it was answered do. */
  private double heap(Target target, int services) {
    try (ClusterStore store = VikingStore.open(target)) {
      List<ServicePort> all = Services.first(stack, services);
      PortTable answered = store.ports().allocate(all);
      try {
        // Once more: what the client keeps of ports that it finds recorded counts too.
        store.ports().allocate(all);
        return liveMegabytes();
      } finally {
        Reference.reachabilityFence(answered);
      }
    }
  }

  private static double liveMegabytes() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }
}

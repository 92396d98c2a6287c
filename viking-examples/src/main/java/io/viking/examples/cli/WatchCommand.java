package io.viking.examples.cli;

import io.viking.docker.Reconciler;
import io.viking.docker.Viking;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking watch}: keeps the cluster what a deployment folder says. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description =
        "Makes the cluster what the deployment folder says, and keeps it so through edits,"
            + " crashes and lost hosts, until it is ended. Prints what it notices and decides.")
final class WatchCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", description = "The deployment folder: <stack>/<job>.yaml.")
  private Path folder = Path.of(".");

  @Option(
      names = "--allow-removal",
      description =
          "Removes stacks whose folder is deleted while it watches, and more than half of what"
              + " runs, without asking; else that is held back, and told.")
  private boolean allowRemoval;

  @Option(
      names = "--down-after",
      paramLabel = "TIME",
      defaultValue = "15s",
      description =
          "How long a host may be silent before what it ran is started elsewhere; default"
              + " ${DEFAULT-VALUE}.")
  private String downAfter = "15s";

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "How often it looks if nothing happens; default ${DEFAULT-VALUE}.")
  private String interval = "5s";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long instances may take to become reachable; default ${DEFAULT-VALUE}.")
  private String timeout = "60s";

  @Option(names = "--json", description = "Prints each event as JSON on a line.")
  private boolean json;

  @Override
  public Integer call() {
    Duration down = Times.positive("--down-after", downAfter);
    Duration every = Times.positive("--interval", interval);
    Duration start = Times.positive("--timeout", timeout);
    Console console = Console.of(spec);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(asked, ended), "viking-watch-end"));
    try (Viking viking = cluster.viking().deploymentFolder(folder).startTimeout(start).build();
        Reconciler reconciler =
            Reconciler.builder(viking)
                .downAfter(down)
                .interval(every)
                .approval(removal -> allowRemoval)
                .listener(new EventPrinter(console, json))
                .build()) {
      reconciler.start();
      console.note("watching " + folder + "; end it with Ctrl-C, which stops no container");
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
    return 0;
  }

  /** Lets a change that is under way come to its end before the process ends. */
  private static void end(CountDownLatch asked, CountDownLatch ended) {
    asked.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

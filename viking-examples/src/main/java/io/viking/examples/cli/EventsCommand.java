package io.viking.examples.cli;

import io.viking.ports.ClusterStore;
import io.viking.ports.EventLog;
import io.viking.ports.LoggedEvent;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking events}: what those who watch the cluster have noticed and decided. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description =
        "Prints what every 'viking watch' of the cluster has noticed and decided, wherever it"
            + " runs: the last 500 events.")
final class EventsCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "STACK",
      description = "Only events about this stack, its services and its containers.")
  private String stack = "";

  @Option(names = "--follow", description = "Goes on with those to come, until it is ended.")
  private boolean follow;

  @Option(names = "--json", description = "Prints each event as JSON on a line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    EventPrinter printer = new EventPrinter(Console.of(spec), json);
    try (ClusterStore store = cluster.openStore()) {
      EventLog log = store.events();
      long last = 0;
      while (true) {
        SortedMap<Long, LoggedEvent> events = log.after(last);
        for (Map.Entry<Long, LoggedEvent> event : events.entrySet()) {
          last = event.getKey();
          if (isAbout(event.getValue().subject(), stack)) {
            printer.print(event.getValue());
          }
        }
        if (!follow) {
          return 0;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      }
    }
  }

  /** Whether that is the stack, a service or a container of it, or a file in its folder. */
  static boolean isAbout(String subject, String stack) {
    return stack.isEmpty()
        || subject.equals(stack)
        || subject.startsWith(stack + "/")
        || subject.startsWith(stack + "_")
        || subject.contains("/" + stack + "/");
  }
}

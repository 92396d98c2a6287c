package io.viking.examples.cli;

import io.viking.docker.reconcile.ClusterEvent;
import io.viking.model.yaml.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Prints events as they come: a line each for people, or an object a line for programs. */
final class EventPrinter implements Consumer<ClusterEvent> {
  private final Console console;
  private final boolean json;

  EventPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  @Override
  public void accept(ClusterEvent event) {
    console.answer(json ? json(event) : line(event));
  }

  private static String line(ClusterEvent event) {
    return String.format(
        Locale.ROOT,
        "%s %-15s %s: %s",
        event.time(),
        event.kind(),
        event.subject(),
        event.reason());
  }

  private static String json(ClusterEvent event) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("time", event.time().toString());
    data.put("kind", event.kind().toString());
    data.put("subject", event.subject());
    data.put("reason", event.reason());
    return Json.write(data);
  }
}

package io.viking.examples.cli;

import io.viking.docker.reconcile.ClusterEvent;
import io.viking.model.yaml.Json;
import io.viking.ports.LoggedEvent;
import java.time.Instant;
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
    print(event.time(), event.kind().toString(), event.subject(), event.reason());
  }

  /** Prints one that was recorded. */
  void print(LoggedEvent event) {
    print(event.time(), event.kind(), event.subject(), event.reason());
  }

  private void print(Instant time, String kind, String subject, String reason) {
    if (json) {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("time", time.toString());
      data.put("kind", kind);
      data.put("subject", subject);
      data.put("reason", reason);
      console.answer(Json.write(data));
    } else {
      console.answer(String.format(Locale.ROOT, "%s %-15s %s: %s", time, kind, subject, reason));
    }
  }
}

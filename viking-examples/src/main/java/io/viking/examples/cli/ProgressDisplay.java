package io.viking.examples.cli;

import io.viking.docker.ProgressEvent;
import io.viking.docker.ProgressListener;
import io.viking.ports.LockHolder;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Shows how containers come along: on a terminal one line a container that changes in place,
 * elsewhere one line a change.
 */
final class ProgressDisplay implements ProgressListener, AutoCloseable {
  private static final String CLEAR_TO_END_OF_LINE = "\033[K";

  /** More lines than a terminal has cannot be drawn in place. */
  private static final int MAX_LIVE_LINES = 20;

  private final PrintWriter err;
  private final boolean terminal;
  private final Map<String, String> lines = new LinkedHashMap<>();
  private int drawn;

  ProgressDisplay(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public synchronized void onProgress(ProgressEvent event) {
    String phase = event.phase().name().toLowerCase(Locale.ROOT);
    String container = event.instance().containerName();
    String line = String.format(Locale.ROOT, "%-40s %-12s %s", container, event.host(), phase);
    if (!terminal) {
      err.println(line.stripTrailing());
      err.flush();
      return;
    }
    // The oldest line has had its last change when there are too many: it scrolls away.
    if (!lines.containsKey(container) && lines.size() == MAX_LIVE_LINES) {
      String oldest = lines.keySet().iterator().next();
      redrawWithout(oldest);
    }
    lines.put(container, line);
    redraw();
  }

  @Override
  public synchronized void onWaiting(LockHolder holder) {
    err.println(
        "waiting for the lock of stack "
            + holder.stack()
            + ", held by "
            + Console.plain(holder.toString()));
    err.flush();
  }

  private void redrawWithout(String oldest) {
    redraw();
    lines.remove(oldest);
    drawn = Math.max(0, drawn - 1);
  }

  private void redraw() {
    if (drawn > 0) {
      err.print("\033[" + drawn + "A"); // up to the first line drawn
    }
    lines.values().forEach(line -> err.println("\r" + line + CLEAR_TO_END_OF_LINE));
    drawn = lines.size();
    err.flush();
  }

  /** Leaves the last state standing. */
  @Override
  public synchronized void close() {
    err.flush();
  }
}

package io.viking.ports.testing.history;

import io.viking.ports.testing.history.PortCall.Answer;
import io.viking.ports.testing.history.PortCall.Request;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The calls of one process in a file that is only appended to: one line before each call and one
 * after it, each handed to the kernel at once. So nothing is lost when the process is killed, and
 * the call that it was in is known to have begun.
 *
 * <pre>
 * &gt; NUMBER THREAD NANOS OPERATION SERVICE-PORT...
 * &lt; NUMBER NANOS OUTCOME [SERVICE-PORT=NUMBER... | NOTE]
 * </pre>
 *
 * <p>Times are those of {@link System#nanoTime()}, which HotSpot takes from Linux's {@code
 * CLOCK_MONOTONIC}: one clock for all processes since the machine was started, so that the files of
 * several processes make one history. Safe for use by several threads.
 */
public final class CallLog implements AutoCloseable {
  private final FileOutputStream file;
  private long calls;

  private CallLog(FileOutputStream file) {
    this.file = file;
  }

  /** Appends to that file, which is made if missing. Whoever opens the log closes it. */
  public static CallLog open(Path path) {
    try {
      return new CallLog(new FileOutputStream(path.toFile(), true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes that a call begins; answers the number to end it with. */
  synchronized long begin(Request request) {
    calls++;
    long now = System.nanoTime();
    write(
        "> %d %s %d %s %s"
            .formatted(
                calls,
                Thread.currentThread().getName().replace(' ', '-'),
                now,
                request.operation().name().toLowerCase(Locale.ROOT),
                String.join(" ", request.services())));
    return calls;
  }

  /** Notes that it has ended, at that time. */
  synchronized void end(long call, long nanos, Answer answer) {
    String numbers =
        answer.numbers().entrySet().stream().map(CallLog::word).collect(Collectors.joining(" "));
    String outcome = answer.outcome().name().toLowerCase(Locale.ROOT);
    String rest = numbers.isEmpty() ? answer.note().replaceAll("\\s+", " ") : numbers;
    write("< %d %d %s %s".formatted(call, nanos, outcome, rest));
  }

  private static String word(Map.Entry<String, Integer> entry) {
    return entry.getKey() + "=" + entry.getValue();
  }

  private void write(String line) {
    try {
      file.write((line.strip() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

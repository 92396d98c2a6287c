package io.viking.ports.testing.history;

import io.viking.ports.testing.history.PortCall.Answer;
import io.viking.ports.testing.history.PortCall.Operation;
import io.viking.ports.testing.history.PortCall.Outcome;
import io.viking.ports.testing.history.PortCall.Request;
import io.viking.ports.testing.history.PortCall.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads one {@link CallLog}. A last line that was cut off counts as not written. */
final class CallLogReader {
  private final String process;
  private final Map<Long, PortCall> open = new HashMap<>();
  private final List<PortCall> calls = new ArrayList<>();

  /** One text for each name: they are repeated a thousand times over. */
  private final Map<String, String> names = new HashMap<>();

  private CallLogReader(String process) {
    this.process = process;
  }

  static List<PortCall> read(Path log) {
    CallLogReader reader = new CallLogReader(log.getFileName().toString().replace(".calls", ""));
    try (BufferedReader lines = Files.newBufferedReader(log)) {
      Optional<String> previous = Optional.empty();
      for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
        previous.ifPresent(reader::take);
        previous = line;
      }
      if (endsWithNewline(log)) {
        previous.ifPresent(reader::take);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader.calls.addAll(reader.open.values());
    return reader.calls;
  }

  private static Optional<String> next(BufferedReader lines) throws IOException {
    return Optional.ofNullable(lines.readLine());
  }

  private static boolean endsWithNewline(Path log) throws IOException {
    try (var channel = Files.newByteChannel(log)) {
      var last = java.nio.ByteBuffer.allocate(1);
      channel.position(Math.max(0, channel.size() - 1)).read(last);
      return last.get(0) == '\n';
    }
  }

  private void take(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals(">")) {
      begin(words);
    } else {
      end(words);
    }
  }

  private void begin(String[] words) {
    Operation operation = Operation.valueOf(words[4].toUpperCase(Locale.ROOT));
    List<String> services = Arrays.stream(words).skip(5).map(this::name).toList();
    Span span = new Span(process + "/" + words[2], Long.parseLong(words[3]), PortCall.NEVER);
    Answer none = new Answer(Outcome.UNKNOWN, Map.of(), "no answer");
    open.put(Long.parseLong(words[1]), new PortCall(span, new Request(operation, services), none));
  }

  private void end(String[] words) {
    PortCall begun = Objects.requireNonNull(open.remove(Long.parseLong(words[1])));
    Outcome outcome = Outcome.valueOf(words[3].toUpperCase(Locale.ROOT));
    boolean numbered = outcome == Outcome.DONE && words.length > 4 && words[4].contains("=");
    Map<String, Integer> numbers = numbered ? numbers(words) : Map.of();
    String note = numbered ? "" : String.join(" ", Arrays.asList(words).subList(4, words.length));
    Span span = new Span(begun.span().caller(), begun.span().start(), Long.parseLong(words[2]));
    calls.add(new PortCall(span, begun.request(), new Answer(outcome, numbers, note)));
  }

  private Map<String, Integer> numbers(String[] words) {
    if (words.length == 5) {
      return Map.of(name(before(words[4])), after(words[4]));
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (String word : Arrays.asList(words).subList(4, words.length)) {
      numbers.put(name(before(word)), after(word));
    }
    return numbers;
  }

  private String name(String text) {
    return names.computeIfAbsent(text, same -> same);
  }

  private static String before(String word) {
    return word.substring(0, word.indexOf('='));
  }

  private static int after(String word) {
    return Integer.parseInt(word.substring(word.indexOf('=') + 1));
  }
}

package io.viking.docker.soak;

import io.viking.docker.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what an agent's process has. */
final class AgentGauge implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** The last line of a histogram of classes: how many objects and bytes there are. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)");

  private final long pid;
  private final RunClock clock;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Sample> samples = Collections.synchronizedList(new ArrayList<>());

  AgentGauge(ProcessHandle agent, RunClock clock) {
    this.pid = agent.pid();
    this.clock = clock;
  }

  /** Reads again and again, the live heap every so often. */
  void start(Duration betweenHeaps) {
    long nanos = PERIOD.toNanos();
    var unusedOften = timer.scheduleAtFixedRate(this::sample, nanos, nanos, TimeUnit.NANOSECONDS);
    long rare = betweenHeaps.toNanos();
    var unusedSeldom =
        timer.scheduleAtFixedRate(
            () -> add(Quantity.HEAP_MB, heap()), rare, rare, TimeUnit.NANOSECONDS);
  }

  private void sample() {
    now().forEach(this::add);
  }

  /** All but the heap, which costs the agent something to tell. */
  Map<Quantity, Double> now() {
    return Map.of(
        Quantity.THREADS, status("Threads"),
        Quantity.DESCRIPTORS, descriptors(),
        Quantity.RESIDENT_MB, status("VmRSS") / 1024);
  }

  /** The names of its threads. */
  String threads() {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return all.map(thread -> read(thread.resolve("comm"))).sorted().toList().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException ended) {
      return "";
    }
  }

  private void add(Quantity quantity, double value) {
    samples.add(new Sample(clock.now(), quantity, value));
  }

  List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  /** The number in that line of its status; see proc(5). */
  private double status(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double descriptors() {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** MB that are reachable, after a full collection. */
  double heap() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram = Command.run(List.of(jcmd, Long.toString(pid), "GC.class_histogram"));
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IllegalStateException("no total in " + histogram);
    }
    return Double.parseDouble(total.group(1)) / (1024 * 1024);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

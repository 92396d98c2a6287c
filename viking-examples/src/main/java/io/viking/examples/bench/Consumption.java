package io.viking.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes have used, as Linux tells it below {@code /proc}. */
final class Consumption {
  /** {@code USER_HZ}: the same on every Linux that runs here. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int STATE_FIELD = 3;
  private static final int USER_FIELD = 14;
  private static final int SYSTEM_FIELD = 15;
  private static final Pattern KILOBYTES = Pattern.compile("(\\d+) kB");

  private Consumption() {}

  /** The CPU time in seconds of these processes, with all their threads, those that ended too. */
  static double cpuSeconds(Stream<ProcessHandle> processes) {
    return processes.mapToLong(process -> ticks(read(process, "stat"))).sum() / TICKS_PER_SECOND;
  }

  /** The memory in MB that these processes have, what they share counted once. */
  static double memoryMegabytes(Stream<ProcessHandle> processes) {
    return processes.mapToLong(process -> kilobytes(read(process, "smaps_rollup"), "Pss")).sum()
        / 1024.0;
  }

  /** The memory in MB that a process has, with what it shares with others. */
  static double residentMegabytes(ProcessHandle process) {
    return kilobytes(read(process, "status"), "VmRSS") / 1024.0;
  }

  /** User and system ticks of a {@code /proc/PID/stat}; 0 of an empty text. See proc(5). */
  static long ticks(String stat) {
    if (stat.isBlank()) {
      return 0;
    }
    // The name in parentheses may have blanks and parentheses in it.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
    return Long.parseLong(fields.get(USER_FIELD - STATE_FIELD))
        + Long.parseLong(fields.get(SYSTEM_FIELD - STATE_FIELD));
  }

  /** The value in a line {@code name: 12 kB}; 0 where there is no such line. */
  static long kilobytes(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(KILOBYTES::matcher)
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .findFirst()
        .orElse(0);
  }

  private static String read(ProcessHandle process, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
    } catch (IOException ended) {
      return "";
    }
  }
}

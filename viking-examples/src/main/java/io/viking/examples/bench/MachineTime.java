package io.viking.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What all processors of the machine have done since it started, in seconds.
 *
 * @param busy whatever it was, this benchmark's clients and servers and all else
 * @param softirq thereof what the kernel did for the network between processes
 */
record MachineTime(double busy, double softirq) {
  private static final double TICKS_PER_SECOND = 100;

  static MachineTime now() {
    try {
      return parse(Files.readString(Path.of("/proc/stat")));
    } catch (IOException e) {
      throw new BenchmarkException("cannot read /proc/stat: " + e.getMessage(), e);
    }
  }

  /** Reads the first line of {@code /proc/stat}. See proc(5). */
  static MachineTime parse(String stat) {
    String line = stat.lines().findFirst().orElseThrow();
    double[] ticks =
        Stream.of(line.split(" +", -1)).skip(1).mapToDouble(Double::parseDouble).toArray();
    double busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
    return new MachineTime(busy / TICKS_PER_SECOND, ticks[6] / TICKS_PER_SECOND);
  }

  MachineTime since(MachineTime before) {
    return new MachineTime(busy - before.busy, softirq - before.softirq);
  }
}

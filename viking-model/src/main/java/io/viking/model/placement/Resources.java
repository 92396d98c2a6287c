package io.viking.model.placement;

import io.viking.model.Job;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Memory and processors: what a host has, or what instances ask for.
 *
 * @param memory in bytes, 0 or more
 * @param nanoCpus in billionths of a processor, 0 or more; engines count so
 */
public record Resources(long memory, long nanoCpus) {
  /** Nothing of either. */
  public static final Resources NONE = new Resources(0, 0);

  private static final int NANO_DIGITS = 9;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /**
   * @throws IllegalArgumentException if either is negative
   */
  public Resources {
    if (memory < 0 || nanoCpus < 0) {
      throw new IllegalArgumentException(
          "resources must not be negative but were " + memory + " bytes and " + nanoCpus + " nano");
    }
  }

  /** So many bytes and processors. */
  public static Resources of(long memory, BigDecimal cpus) {
    return new Resources(
        memory,
        cpus.movePointRight(NANO_DIGITS).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  /** What one instance of the job asks for; 0 of what it sets no limit to. */
  public static Resources of(Job job) {
    return of(job.memory().orElse(0), job.cpus().orElse(BigDecimal.ZERO));
  }

  /** Both together. */
  public Resources plus(Resources other) {
    return new Resources(memory + other.memory, nanoCpus + other.nanoCpus);
  }

  /** What is left of these without the other; 0 where the other has more. */
  public Resources minus(Resources other) {
    return new Resources(
        Math.max(0, memory - other.memory), Math.max(0, nanoCpus - other.nanoCpus));
  }

  /** The processors: {@code 1.5}. */
  public BigDecimal cpus() {
    BigDecimal cpus = BigDecimal.valueOf(nanoCpus, NANO_DIGITS).stripTrailingZeros();
    return cpus.scale() < 0 ? cpus.setScale(0) : cpus;
  }

  /** The memory as the stack file writes it, rounded to one digit: {@code 512m}, {@code 1.5g}. */
  public String memoryText() {
    return memory < GIB ? size(memory, MIB) + "m" : size(memory, GIB) + "g";
  }

  private static String size(long bytes, long unit) {
    return bytes % unit == 0
        ? Long.toString(bytes / unit)
        : String.format(Locale.ROOT, "%.1f", (double) bytes / unit);
  }

  /** {@code memory 512m, cpus 0.5}. */
  @Override
  public String toString() {
    return "memory " + memoryText() + ", cpus " + cpus().toPlainString();
  }
}

package io.viking.examples.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a workload measures, in the order in which it is shown. */
enum Quantity {
  SHORT(Workload.SHORT, "short connections", "/s"),
  SHORT_200(Workload.SHORT_200, "200 short connections", "/s"),
  CPU_PER_CONNECTION(Workload.SHORT, "CPU a connection", "us"),
  KEEPALIVE32(Workload.KEEPALIVE32, "requests, 32 connections", "/s"),
  KEEPALIVE512(Workload.KEEPALIVE512, "requests, 512 connections", "/s"),
  P99(Workload.KEEPALIVE32, "p99, 32 connections", "ms"),
  P99_PACED(Workload.PACED, "p99, 32 connections, paced", "ms"),
  BULK1(Workload.BULK, "bulk, 1 stream", "Gbit/s"),
  BULK4(Workload.BULK, "bulk, 4 streams", "Gbit/s"),
  CPU_PER_GB(Workload.BULK, "CPU a GB", "s"),
  P50(Workload.KEEPALIVE32, "p50, 32 connections", "ms"),
  P999(Workload.KEEPALIVE32, "p99.9, 32 connections", "ms"),
  P50_512(Workload.KEEPALIVE512, "p50, 512 connections", "ms"),
  P99_512(Workload.KEEPALIVE512, "p99, 512 connections", "ms"),
  P999_512(Workload.KEEPALIVE512, "p99.9, 512 connections", "ms"),
  PACED(Workload.PACED, "requests, 32 connections, paced", "/s"),
  P50_PACED(Workload.PACED, "p50, 32 connections, paced", "ms"),
  P999_PACED(Workload.PACED, "p99.9, 32 connections, paced", "ms"),
  MACHINE_PER_CONNECTION(Workload.SHORT, "whole machine's CPU a connection", "us"),
  SOFTIRQ_PER_CONNECTION(Workload.SHORT, "softirq a connection", "us"),
  MACHINE_PER_GB(Workload.BULK, "whole machine's CPU a GB", "s"),
  MEMORY(Workload.FOOTPRINT, "memory, empty", "MB"),
  MEMORY_1000(Workload.FOOTPRINT, "memory, 1,000 idle connections", "MB"),
  MEMORY_2000_LISTENERS(Workload.FOOTPRINT, "memory, 2,000 listeners", "MB"),
  FIRST_BYTE(Workload.FOOTPRINT, "start to first byte", "ms");

  private final Workload workload;
  private final String title;
  private final String unit;

  Quantity(Workload workload, String title, String unit) {
    this.workload = workload;
    this.title = title;
    this.unit = unit;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  Workload workload() {
    return workload;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  /** {@code 2.31 ms}. */
  String text(double value) {
    return Unit.number(value) + " " + unit;
  }

  /** Whether its ratios are the project's metrics; those of others are details. */
  boolean isMetric() {
    return compareTo(CPU_PER_GB) <= 0;
  }

  /** The one of that key. */
  static Optional<Quantity> of(String key) {
    return Stream.of(values()).filter(quantity -> quantity.key().equals(key)).findFirst();
  }
}

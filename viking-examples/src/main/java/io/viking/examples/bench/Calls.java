package io.viking.examples.bench;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * What one caller's calls took, from the begin of the window on. Used by the caller's thread, then
 * read by another one.
 */
final class Calls {
  private final long begin;
  private long[] lengths = new long[256];
  private long[] ends = new long[256];
  private int count;

  /** The window's begin, as {@link System#nanoTime} has it. */
  Calls(long begin) {
    this.begin = begin;
  }

  /** Notes a call; one that ended before the window is forgotten. */
  void add(long before, long after) {
    if (after - begin < 0) {
      return;
    }
    if (count == lengths.length) {
      lengths = Arrays.copyOf(lengths, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    lengths[count] = after - before;
    ends[count++] = after - begin;
  }

  /** How long each took, in nanoseconds. */
  LongStream lengths() {
    return Arrays.stream(lengths, 0, count);
  }

  /** When each ended, in nanoseconds from the window's begin. */
  LongStream ends() {
    return Arrays.stream(ends, 0, count);
  }
}

package io.viking.model.yaml;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as people write them, in both directions. */
final class Quantity {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?) ?([kmgt]?)(?:i?b)?");
  private static final Pattern TIME_PART =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(h|ms|m|s|us|ns)");
  private static final int LONGEST_TIME = 200;
  private static final String SIZE_UNITS = "kmgt";
  private static final Map<String, Long> NANOS = nanos();

  private Quantity() {}

  private static Map<String, Long> nanos() {
    Map<String, Long> nanos = new LinkedHashMap<>();
    nanos.put("h", 3_600_000_000_000L);
    nanos.put("m", 60_000_000_000L);
    nanos.put("s", 1_000_000_000L);
    nanos.put("ms", 1_000_000L);
    nanos.put("us", 1_000L);
    nanos.put("ns", 1L);
    return nanos;
  }

  /**
   * Bytes from {@code 512m}, {@code 1.5g}, {@code 64 MiB} or a plain number; units of 1024, in any
   * case, as the engine reads them.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static long bytes(String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "size '" + Quote.shorten(text) + "' is not valid: as in 512m, 1g or 1.5g");
    }
    int power = size.group(2).isEmpty() ? 0 : SIZE_UNITS.indexOf(size.group(2)) + 1;
    BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException(
          "size '" + Quote.shorten(text) + "' is more than a machine can have");
    }
    return bytes.setScale(0, RoundingMode.DOWN).longValueExact();
  }

  /** The shortest form that {@link #bytes} reads as that number. */
  static String size(long bytes) {
    long rest = bytes;
    int power = 0;
    while (power < SIZE_UNITS.length() && rest > 0 && rest % 1024 == 0) {
      rest /= 1024;
      power++;
    }
    return power == 0 ? Long.toString(bytes) : rest + SIZE_UNITS.substring(power - 1, power);
  }

  /**
   * A time from {@code 2s}, {@code 500ms}, {@code 1m30s} or {@code 0}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Duration duration(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.length() > LONGEST_TIME) {
      throw new IllegalArgumentException(
          "time '" + Quote.shorten(text) + "' is longer than any time: as in 2s, 500ms or 1m30s");
    }
    Matcher part = TIME_PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      long unit = NANOS.getOrDefault(part.group(2), 0L);
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException(
          "time '" + Quote.shorten(text) + "' is not valid: as in 2s, 500ms or 1m30s");
    }
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("time '" + Quote.shorten(text) + "' is too long");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  /** The form that {@link #duration} reads as that time. */
  static String time(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    long rest = duration.toNanos();
    for (Map.Entry<String, Long> unit : NANOS.entrySet()) {
      long count = rest / unit.getValue();
      rest %= unit.getValue();
      if (count > 0) {
        text.append(count).append(unit.getKey());
      }
    }
    return text.toString();
  }
}

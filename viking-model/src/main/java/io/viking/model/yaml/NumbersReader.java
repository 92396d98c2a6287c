package io.viking.model.yaml;

import io.viking.model.RestartPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Reads the keys whose values are numbers or words of a fixed set. */
final class NumbersReader {
  /** Engines refuse less (moby {@code daemon/daemon_unix.go}, {@code linuxMinMemory}). */
  private static final long LEAST_MEMORY = 6L << 20;

  private static final String NUMBER = "[0-9]{1,9}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}";

  private final Values values;

  NumbersReader(Values values) {
    this.values = values;
  }

  Optional<Long> memory(Form form, Node value) {
    return values.word(form, value).flatMap(s -> values.parse(form, s, NumbersReader::memory));
  }

  private static Long memory(String text) {
    long bytes = Quantity.bytes(text);
    if (bytes < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "'" + text + "' is " + bytes + " bytes, and engines give no less than 6m");
    }
    return bytes;
  }

  Optional<BigDecimal> cpus(Form form, Node value) {
    return values.word(form, value).flatMap(s -> values.parse(form, s, NumbersReader::cpus));
  }

  private static BigDecimal cpus(String text) {
    if (!text.matches(NUMBER) || new BigDecimal(text).signum() == 0) {
      throw new IllegalArgumentException("'" + text + "' is not a number above 0, such as 0.5");
    }
    return new BigDecimal(text);
  }

  Optional<RestartPolicy> restart(Form form, Node value) {
    return values.word(form, value).flatMap(s -> values.parse(form, s, RestartPolicy::parse));
  }

  Optional<Integer> scale(Form form, Node value) {
    return values.word(form, value).flatMap(s -> values.parse(form, s, NumbersReader::count));
  }

  Optional<Integer> parallelism(Form form, Node value) {
    return values.word(form, value).flatMap(s -> values.parse(form, s, NumbersReader::atLeastOne));
  }

  Optional<Duration> time(Form form, Node value) {
    return values.word(form, value).flatMap(s -> values.parse(form, s, Quantity::duration));
  }

  static Integer atLeastOne(String text) {
    int count = count(text);
    if (count == 0) {
      throw new IllegalArgumentException("'" + text + "' is less than 1");
    }
    return count;
  }

  static Integer count(String text) {
    if (!text.matches("[0-9]{1,6}")) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number from 0 to 999999");
    }
    return Integer.valueOf(text);
  }

  Optional<Boolean> yesOrNo(Form form, Node value) {
    return values
        .word(form, value)
        .flatMap(
            s ->
                values.parse(
                    form,
                    s,
                    text -> {
                      if (!text.equals("true") && !text.equals("false")) {
                        throw new IllegalArgumentException(
                            "'" + text + "' is neither true nor false");
                      }
                      return text.equals("true");
                    }));
  }
}

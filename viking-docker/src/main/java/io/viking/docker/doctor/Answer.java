package io.viking.docker.doctor;

import java.util.Optional;
import java.util.function.Function;

/**
 * What something answered that was asked, or why it did not.
 *
 * @param value the answer
 * @param failure why there is none, for people; empty if there is one
 */
record Answer<T>(Optional<T> value, String failure) {
  static <T> Answer<T> of(T value) {
    return new Answer<>(Optional.of(value), "");
  }

  static <T> Answer<T> failed(String why) {
    return new Answer<>(Optional.empty(), why);
  }

  <R> Answer<R> map(Function<T, R> change) {
    return new Answer<>(value.map(change), failure);
  }
}

package io.viking.docker.doctor;

import java.util.Optional;

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
}

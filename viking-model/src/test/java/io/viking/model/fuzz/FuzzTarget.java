package io.viking.model.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A parser, and what it promises: it accepts an input, or refuses it with its typed error, which
 * says where. Not safe for use by several threads.
 *
 * <pre>{@code
 * FuzzTarget.ofText("host-and-port", HostAndPort::parse)
 *     .refuses(IllegalArgumentException.class)
 *     .writes(HostAndPort::toString)
 *     .examples("10.0.0.1:80", "[fd00::1]:80")
 * }</pre>
 *
 * @param <T> what it reads
 */
public final class FuzzTarget<T> {
  private final String name;
  private final Function<byte[], T> reader;
  private final List<byte[]> examples = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final Set<Class<? extends RuntimeException>> refusals = new HashSet<>();
  private Predicate<String> placed = message -> !message.isBlank();
  private Optional<Function<T, byte[]>> writer = Optional.empty();

  private FuzzTarget(String name, Function<byte[], T> reader) {
    this.name = name;
    this.reader = reader;
  }

  /**
   * A parser of bytes.
   *
   * @param name one word, what its counts and failures are printed under
   */
  public static <T> FuzzTarget<T> ofBytes(String name, Function<byte[], T> reader) {
    return new FuzzTarget<>(name, reader);
  }

  /** A parser of text; bytes that are not UTF-8 come as U+FFFD, as stores read them. */
  public static <T> FuzzTarget<T> ofText(String name, Function<String, T> reader) {
    return new FuzzTarget<>(name, bytes -> reader.apply(text(bytes)));
  }

  /** One of its typed errors; {@link IllegalArgumentException} is, unless one is given here. */
  public FuzzTarget<T> refuses(Class<? extends RuntimeException> type) {
    refusals.add(type);
    return this;
  }

  /** What the message of its typed error must be: with a place. Not blank unless said otherwise. */
  public FuzzTarget<T> refusesWith(Predicate<String> message) {
    placed = message;
    return this;
  }

  /** What writes a value as text, so that reading that gives an equal value. */
  public FuzzTarget<T> writes(Function<T, String> text) {
    writer = Optional.of(value -> text.apply(value).getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Inputs to start from, right ones and wrong ones. */
  public FuzzTarget<T> examples(String... texts) {
    return examples(List.of(texts));
  }

  /** Inputs to start from, right ones and wrong ones. */
  public FuzzTarget<T> examples(List<String> texts) {
    texts.forEach(text -> examples.add(text.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  /** Words that mean something to it. */
  public FuzzTarget<T> words(String... more) {
    words.addAll(List.of(more));
    return this;
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** The input of that number which follows from that seed, for tests of their own: from 0. */
  public byte[] input(long seed, int number) {
    return new FuzzInputs(this, seed).at(number);
  }

  List<byte[]> examples() {
    return List.copyOf(examples);
  }

  List<String> words() {
    return List.copyOf(words);
  }

  /**
   * What it reads from the input, or empty if it refuses it; an empty {@link Optional} is a
   * refusal, too.
   *
   * @throws AssertionError if its error has no place
   * @throws RuntimeException anything that is not its typed error
   */
  Optional<T> read(byte[] input) {
    T value;
    try {
      value = reader.apply(input);
    } catch (RuntimeException e) {
      checkRefusal(e);
      return Optional.empty();
    }
    return value instanceof Optional<?> found && found.isEmpty()
        ? Optional.empty()
        : Optional.of(value);
  }

  private void checkRefusal(RuntimeException e) {
    // The class itself: NumberFormatException is a kind of IllegalArgumentException, but no place.
    boolean typed =
        refusals.isEmpty()
            ? e.getClass().equals(IllegalArgumentException.class)
            : refusals.contains(e.getClass());
    if (!typed) {
      throw e;
    }
    if (!placed.test(String.valueOf(e.getMessage()))) {
      throw new AssertionError("the error says no place: " + e.getMessage(), e);
    }
  }

  /**
   * Writes the value, where there is a writer, and reads it again.
   *
   * @throws AssertionError if that is not the same value
   */
  void checkRoundTrip(T value) {
    if (writer.isEmpty()) {
      return;
    }
    byte[] written = writer.get().apply(value);
    T again;
    try {
      again = reader.apply(written);
    } catch (RuntimeException e) {
      throw new AssertionError("does not read what it wrote: " + text(written), e);
    }
    if (!value.equals(again)) {
      throw new AssertionError(
          "reads another value from what it wrote: %s, then %s, from %s"
              .formatted(value, again, text(written)));
    }
  }

  /** {@link #name()}. */
  @Override
  public String toString() {
    return name;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

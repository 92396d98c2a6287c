package io.viking.model.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Spoils examples. One use each. */
final class Mutator {
  private static final int MOST_MUTATIONS = 6;

  /** A little above what files may have, so that both sides of the limit are met. */
  private static final int LARGEST = 1_100_000;

  private final Random random;
  private final List<byte[]> examples;
  private final List<String> words;

  Mutator(Random random, List<byte[]> examples, List<String> words) {
    this.random = random;
    this.examples = examples;
    this.words = words;
  }

  /** An example, spoiled in one to six ways. */
  byte[] input() {
    Bytes bytes = new Bytes(example(), random);
    for (int i = random.nextInt(MOST_MUTATIONS); i >= 0; i--) {
      mutate(bytes);
    }
    return bytes.value();
  }

  /** Some lines of an example over and over, numbered so that they differ, or one long run. */
  byte[] large() {
    int size = List.of(10_000, 100_000, LARGEST).get(random.nextInt(3));
    Bytes bytes = new Bytes(example(), random);
    switch (random.nextInt(4)) {
      case 0 -> bytes.run(pick(Nasty.OPENERS), size);
      case 1 -> bytes.run(word(), size);
      default -> bytes.repeatLines(size, random.nextBoolean());
    }
    return bytes.value();
  }

  private void mutate(Bytes bytes) {
    switch (random.nextInt(17)) {
      case 0 -> bytes.flip();
      case 1 -> bytes.remove();
      case 2 -> bytes.duplicate();
      case 3 -> bytes.cut();
      case 4, 5, 6 -> bytes.insert(word());
      case 7 -> bytes.insert(pick(Nasty.BYTES));
      case 8, 9 -> bytes.replaceNumber(pick(Nasty.NUMBERS));
      case 10 -> bytes.splice(example());
      case 11 -> bytes.run(pick(Nasty.OPENERS), 1 + random.nextInt(200));
      case 12 -> bytes.run(word(), 1 + random.nextInt(3000));
      case 13 -> bytes.removeLine();
      case 14 -> bytes.swapLines();
      case 15 -> bytes.replaceWord(word());
      default -> bytes.insert(random.nextInt(20) == 0 ? Nasty.BOMB : pick(Nasty.WORDS));
    }
  }

  private byte[] example() {
    return examples.isEmpty() ? word().getBytes(StandardCharsets.UTF_8) : pick(examples);
  }

  private String word() {
    return words.isEmpty() || random.nextInt(3) == 0 ? pick(Nasty.WORDS) : pick(words);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

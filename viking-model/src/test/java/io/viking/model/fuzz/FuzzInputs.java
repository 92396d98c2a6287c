package io.viking.model.fuzz;

import java.util.List;
import java.util.Random;

/**
 * The inputs of one parser: each follows from the seed, the parser's name and its number alone, so
 * that any one can be made again without those before it.
 */
final class FuzzInputs {
  /** So many of them are large: one in that many. */
  private static final int LARGE = 2_000;

  private final String name;
  private final long seed;
  private final List<byte[]> examples;
  private final List<String> words;

  FuzzInputs(FuzzTarget<?> target, long seed) {
    this.name = target.name();
    this.seed = seed;
    this.examples = target.examples();
    this.words = target.words();
  }

  /** The input of that number, from 0: first the examples as they are. */
  byte[] at(int number) {
    if (number < examples.size()) {
      return examples.get(number).clone();
    }
    Random random = new Random(mix(mix(seed ^ name.hashCode()) + number));
    Mutator mutator = new Mutator(random, examples, words);
    if (random.nextInt(LARGE) == 0) {
      return mutator.large();
    }
    return random.nextInt(6) == 0 ? new Grower(random, words).input() : mutator.input();
  }

  /** Neighbouring seeds of {@link Random} begin alike; these do not (MurmurHash3's last step). */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}

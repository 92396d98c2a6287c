package io.viking.model.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Grows inputs from words alone: trees in YAML's block form, in JSON, or lines of words. */
final class Grower {
  private static final int DEEPEST = 5;

  private final Random random;
  private final List<String> words;
  private final StringBuilder out = new StringBuilder();

  Grower(Random random, List<String> words) {
    this.random = random;
    this.words = words;
  }

  byte[] input() {
    switch (random.nextInt(3)) {
      case 0 -> json(0);
      case 1 -> yaml(0, "");
      default -> lines();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String word() {
    int kind = random.nextInt(10);
    if (kind < 7 && !words.isEmpty()) {
      return words.get(random.nextInt(words.size()));
    }
    List<String> more = kind < 9 ? Nasty.WORDS : Nasty.NUMBERS;
    return more.get(random.nextInt(more.size()));
  }

  private void lines() {
    for (int line = random.nextInt(4); line >= 0; line--) {
      for (int i = random.nextInt(6); i >= 0; i--) {
        out.append(word()).append(random.nextInt(3) == 0 ? "" : " ");
      }
      out.append(line > 0 ? "\n" : "");
    }
  }

  private void json(int depth) {
    int kind = depth >= DEEPEST ? 0 : random.nextInt(depth == 0 ? 2 : 4) + (depth == 0 ? 2 : 0);
    if (kind == 0) {
      out.append(Nasty.NUMBERS.get(random.nextInt(Nasty.NUMBERS.size())));
    } else if (kind == 1) {
      quoted();
    } else {
      boolean map = kind == 2;
      out.append(map ? '{' : '[');
      for (int i = random.nextInt(5); i > 0; i--) {
        if (map) {
          quoted();
          out.append(':');
        }
        json(depth + 1);
        out.append(i > 1 ? "," : "");
      }
      out.append(map ? '}' : ']');
    }
  }

  private void quoted() {
    out.append('"').append(word().replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  private void yaml(int depth, String indent) {
    boolean list = random.nextInt(4) == 0;
    for (int i = random.nextInt(4); i >= 0; i--) {
      out.append(indent).append(list ? "- " : word() + ":");
      if (depth < DEEPEST && random.nextInt(3) == 0) {
        out.append('\n');
        yaml(depth + 1, indent + (random.nextInt(20) == 0 ? "\t" : "  "));
      } else {
        out.append(' ').append(word()).append('\n');
      }
    }
  }
}

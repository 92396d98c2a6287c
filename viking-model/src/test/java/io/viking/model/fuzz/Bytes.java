package io.viking.model.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Bytes that are spoiled at places drawn by lot. */
final class Bytes {
  private final Random random;
  private byte[] value;

  Bytes(byte[] value, Random random) {
    this.value = value.clone();
    this.random = random;
  }

  byte[] value() {
    return value;
  }

  /** One byte becomes another one, mostly by one bit. */
  void flip() {
    if (value.length > 0) {
      int at = random.nextInt(value.length);
      value[at] =
          (byte) (random.nextBoolean() ? value[at] ^ (1 << random.nextInt(8)) : random.nextInt());
    }
  }

  /** Up to 16 bytes go. */
  void remove() {
    int from = place();
    replace(from, Math.min(value.length, from + 1 + random.nextInt(16)), new byte[0]);
  }

  /** Up to 64 bytes come twice. */
  void duplicate() {
    int from = place();
    int to = Math.min(value.length, from + 1 + random.nextInt(64));
    replace(to, to, Arrays.copyOfRange(value, from, to));
  }

  /** It ends early. */
  void cut() {
    value = Arrays.copyOf(value, place());
  }

  void insert(String text) {
    insert(utf8(text));
  }

  void insert(byte[] bytes) {
    int at = place();
    replace(at, at, bytes);
  }

  /** The text many times, somewhere, until there are about so many bytes of it. */
  void run(String text, int size) {
    insert(utf8(text.repeat(1 + size / Math.max(1, text.length()))));
  }

  /** From here on it is the end of the other one. */
  void splice(byte[] other) {
    byte[] end = Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
    replace(place(), value.length, end);
  }

  /** A number near a place becomes that one. */
  void replaceNumber(String number) {
    int from = next(place(), Bytes::isDigit, true);
    replace(from, next(from, Bytes::isDigit, false), utf8(number));
  }

  /** A word near a place becomes that one. */
  void replaceWord(String word) {
    int from = next(place(), Bytes::isLetter, true);
    replace(from, next(from, Bytes::isLetter, false), utf8(word));
  }

  void removeLine() {
    int from = lineStart();
    replace(from, lineEnd(from), new byte[0]);
  }

  /** A line stands somewhere else. */
  void swapLines() {
    int from = lineStart();
    byte[] line = Arrays.copyOfRange(value, from, lineEnd(from));
    replace(from, from + line.length, new byte[0]);
    int to = lineStart();
    replace(to, to, line);
  }

  /**
   * Some lines over and over, until there are about so many bytes.
   *
   * @param numbered whether a number behind the first word of each makes them differ
   */
  void repeatLines(int size, boolean numbered) {
    int from = lineStart();
    int to = from;
    for (int lines = random.nextInt(4); lines >= 0 && to < value.length; lines--) {
      to = lineEnd(to);
    }
    byte[] block = Arrays.copyOfRange(value, from, to);
    int word = wordEnd(block);
    ByteArrayOutputStream many = new ByteArrayOutputStream(size + block.length);
    for (int i = 0; many.size() < size && block.length > 0; i++) {
      many.write(block, 0, word);
      many.writeBytes(numbered ? utf8(Integer.toString(i)) : new byte[0]);
      many.write(block, word, block.length - word);
    }
    replace(to, to, many.toByteArray());
  }

  private static int wordEnd(byte[] block) {
    int at = 0;
    while (at < block.length && !isLetter(block[at])) {
      at++;
    }
    while (at < block.length && isLetter(block[at])) {
      at++;
    }
    return at;
  }

  private interface Kind {
    boolean is(byte b);
  }

  private int next(int from, Kind kind, boolean wanted) {
    int at = from;
    while (at < value.length && kind.is(value[at]) != wanted) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isLetter(byte b) {
    return isDigit(b) || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
  }

  private int lineStart() {
    int at = place();
    while (at > 0 && value[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private int lineEnd(int from) {
    return Math.min(value.length, next(from, b -> b == '\n', true) + 1);
  }

  private int place() {
    return random.nextInt(value.length + 1);
  }

  private void replace(int from, int to, byte[] with) {
    byte[] replaced = new byte[value.length - (to - from) + with.length];
    System.arraycopy(value, 0, replaced, 0, from);
    System.arraycopy(with, 0, replaced, from, with.length);
    System.arraycopy(value, to, replaced, from + with.length, value.length - to);
    value = replaced;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

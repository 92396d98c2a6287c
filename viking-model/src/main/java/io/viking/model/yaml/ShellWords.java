package io.viking.model.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words as Compose does: quotes and backslashes as in a shell, no
 * variables, no globs. One use each.
 */
final class ShellWords {
  private static final String ESCAPED_IN_QUOTES = "\"\\$`\n";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private ShellWords(String line) {
    this.line = line;
  }

  /**
   * The words, possibly none.
   *
   * @throws IllegalArgumentException if quotes are not closed, or a backslash ends the line
   */
  static List<String> split(String line) {
    return new ShellWords(line).split();
  }

  private List<String> split() {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (Character.isWhitespace(c)) {
        endWord();
        continue;
      }
      boolean continued = c == '\\' && line.startsWith("\n", at);
      inWord |= !continued;
      switch (c) {
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> escaped();
        default -> word.append(c);
      }
    }
    endWord();
    return List.copyOf(words);
  }

  /** A backslash before the end of a line joins it with the next one. */
  private void escaped() {
    if (at >= line.length()) {
      throw new IllegalArgumentException("a backslash ends the command line");
    }
    char c = line.charAt(at++);
    if (c != '\n') {
      word.append(c);
    }
  }

  private void singleQuoted() {
    int end = line.indexOf('\'', at);
    if (end < 0) {
      throw notClosed('\'');
    }
    word.append(line, at, end);
    at = end + 1;
  }

  private void doubleQuoted() {
    char c = nextInQuotes();
    while (c != '"') {
      if (c == '\\') {
        char escaped = nextInQuotes();
        if (ESCAPED_IN_QUOTES.indexOf(escaped) < 0) {
          word.append('\\');
        }
        if (escaped != '\n') {
          word.append(escaped);
        }
      } else {
        word.append(c);
      }
      c = nextInQuotes();
    }
  }

  private char nextInQuotes() {
    if (at >= line.length()) {
      throw notClosed('"');
    }
    return line.charAt(at++);
  }

  private IllegalArgumentException notClosed(char quote) {
    return new IllegalArgumentException(
        "the quote " + quote + " is not closed in [" + Quote.shorten(line) + "]");
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}

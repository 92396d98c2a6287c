package io.viking.model.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads YAML line by line, just enough to know whether the next line starts inside of quotes or of
 * a block. Not a parser: what is not well-formed is left for the parser to complain about.
 */
final class LineScanner {
  private static final Pattern BLOCK_HEADER =
      Pattern.compile("[|>][-+]?([1-9]?)[-+]?[ \t]*([ \t]#.*)?\\s*");

  private char quote;
  private boolean block;
  private boolean explicitIndent;
  private int flowDepth;
  private boolean tokenStart;

  boolean inQuotes() {
    return quote != 0;
  }

  boolean inBlock() {
    return block;
  }

  /** Whether the block's header names its indent. */
  boolean hasExplicitIndent() {
    return explicitIndent;
  }

  void endBlock() {
    block = false;
  }

  /**
   * Follows a line from a position on.
   *
   * @return the line with a space for each tab that only separates tokens, which YAML allows and
   *     SnakeYAML refuses
   */
  String scan(String line, int from) {
    StringBuilder copy = new StringBuilder(line);
    tokenStart = true;
    int i = from;
    while (i < line.length() && !block) {
      char c = line.charAt(i);
      if (quote != 0) {
        i = skipQuoted(line, i);
      } else if (c == '#' && (i == from || isSpace(line.charAt(i - 1)))) {
        return copy.toString();
      } else if (tokenStart && (c == '"' || c == '\'')) {
        quote = c;
        i++;
      } else {
        if (c == '\t' && tokenStart) {
          copy.setCharAt(i, ' ');
        }
        i = step(line, i, c);
      }
    }
    return copy.toString();
  }

  /** Goes on to the end of the quotes, or of the line. */
  private int skipQuoted(String line, int from) {
    int i = from;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (quote == '"' && c == '\\') {
        i += 2;
      } else if (c == quote && quote == '\'' && line.startsWith("''", i)) {
        i += 2;
      } else if (c == quote) {
        quote = 0;
        tokenStart = false;
        return i + 1;
      } else {
        i++;
      }
    }
    return i;
  }

  private int step(String line, int i, char c) {
    if (isSpace(c)) {
      return i + 1;
    }
    if (tokenStart && (c == '|' || c == '>') && flowDepth == 0) {
      Matcher header = BLOCK_HEADER.matcher(line).region(i, line.length());
      if (header.matches()) {
        block = true;
        explicitIndent = !header.group(1).isEmpty();
        return line.length();
      }
    }
    if (tokenStart && (c == '&' || c == '!')) {
      return skipWord(line, i);
    }
    if (tokenStart && (c == '[' || c == '{')) {
      flowDepth++;
      return i + 1;
    }
    if (flowDepth > 0 && (c == ']' || c == '}')) {
      flowDepth--;
    }
    tokenStart = startsToken(line, i, c);
    return i + 1;
  }

  private boolean startsToken(String line, int i, char c) {
    boolean spaceFollows = i + 1 >= line.length() || isSpace(line.charAt(i + 1));
    return (c == ':' && spaceFollows)
        || (c == '-' && tokenStart && spaceFollows)
        || (c == ',' && flowDepth > 0);
  }

  private static int skipWord(String line, int from) {
    int i = from;
    while (i < line.length() && !isSpace(line.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}

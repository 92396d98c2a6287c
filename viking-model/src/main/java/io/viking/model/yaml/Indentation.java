package io.viking.model.yaml;

import io.viking.model.Place;
import java.util.Arrays;

/**
 * A YAML text in which each tab of an indent has become {@value #LEVEL} spaces, since YAML itself
 * takes no tabs there; knows where each of its characters stood before. Two spaces, because the
 * {@code "- "} of a list item is as wide, so that {@code - to: x} and a next line one tab deeper
 * belong together.
 *
 * <p>What stands inside of quotes and blocks is left as it is.
 */
final class Indentation {
  /** How many spaces stand for a tab. */
  static final int LEVEL = 2;

  private final String file;
  private final StringBuilder text = new StringBuilder();
  private int[] starts = new int[64];
  private int[] tabs = new int[64];
  private int lines;
  private int codePoints;

  Indentation(String file) {
    this.file = file;
  }

  /** Adds a line: so many tabs as spaces, then the rest, line break included. */
  void add(int leadingTabs, String rest) {
    if (lines == starts.length) {
      starts = Arrays.copyOf(starts, lines * 2);
      tabs = Arrays.copyOf(tabs, lines * 2);
    }
    starts[lines] = codePoints;
    tabs[lines] = leadingTabs;
    lines++;
    text.append(" ".repeat(leadingTabs * LEVEL)).append(rest);
    codePoints += leadingTabs * LEVEL + rest.codePointCount(0, rest.length());
  }

  /** The text without tabs in its indents. */
  String text() {
    return text.toString();
  }

  /** Where that character of {@link #text()}, counted in code points, stands in the original. */
  Place place(int index) {
    int found = Arrays.binarySearch(starts, 0, lines, index);
    int line = Math.max(0, found >= 0 ? found : -found - 2);
    if (lines == 0) {
      return new Place(file, 1, 1);
    }
    int column = index - starts[line];
    int indent = tabs[line] * LEVEL;
    int original = column < indent ? column / LEVEL : column - indent + tabs[line];
    return new Place(file, line + 1, original + 1);
  }
}

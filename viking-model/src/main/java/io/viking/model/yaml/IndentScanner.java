package io.viking.model.yaml;

import io.viking.model.Place;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the tabs of a YAML text's indents into spaces, and finds indents that mix both. Follows
 * quotes and blocks over lines only as far as it must to leave their content alone. One use each.
 */
final class IndentScanner {
  private static final Pattern LINE = Pattern.compile("[^\r\n]*(\r\n|\r|\n|$)");

  private final Source source;
  private final Faults faults;
  private final Indentation out;
  private final LineScanner inside = new LineScanner();
  private char style;
  private int styleLine;
  private int blockParent;
  private int blockIndent;

  IndentScanner(Source source, Faults faults) {
    this.source = source;
    this.faults = faults;
    this.out = new Indentation(source.file());
  }

  /** The text with spaces for indents; a mix is reported once, at the first line that differs. */
  Indentation scan() {
    Matcher line = LINE.matcher(source.text());
    int number = 0;
    while (line.find() && faults.isEmpty() && line.start() < source.text().length()) {
      number++;
      addLine(number, line.group());
    }
    return out;
  }

  private void addLine(int number, String line) {
    if (inside.inQuotes()) {
      out.add(0, inside.scan(line, 0));
      return;
    }
    int indent = indentOf(line);
    boolean blank = line.substring(indent).isBlank();
    if (inside.inBlock() && (blank || depth(line) > blockParent)) {
      addBlockLine(line, blank);
      return;
    }
    inside.endBlock();
    boolean comment = line.startsWith("#", indent);
    if (blank || comment) {
      out.add(0, line.substring(0, indent).replace('\t', ' ') + line.substring(indent));
      return;
    }
    checkStyle(number, line.substring(0, indent));
    int leadingTabs = style == '\t' ? indent : 0;
    out.add(leadingTabs, inside.scan(line.substring(leadingTabs), indent - leadingTabs));
    if (inside.inBlock()) {
      blockParent = indent;
      blockIndent = style == ' ' ? 0 : inside.hasExplicitIndent() ? indent + 1 : -1;
    }
  }

  /** Only the block's own indent is converted: deeper tabs are content. */
  private void addBlockLine(String line, boolean blank) {
    if (blockIndent < 0 && !blank) {
      blockIndent = depth(line);
    }
    boolean tabbed = line.startsWith("\t");
    int own = tabbed ? Math.min(depth(line), blockIndent < 0 ? Integer.MAX_VALUE : blockIndent) : 0;
    out.add(own, line.substring(own));
  }

  private void checkStyle(int number, String indent) {
    for (int i = 0; i < indent.length(); i++) {
      if (style == 0) {
        style = indent.charAt(i);
        styleLine = number;
      } else if (indent.charAt(i) != style) {
        boolean sameLine = number == styleLine || indent.charAt(0) != indent.charAt(i);
        faults.add(
            new Place(source.file(), number, i + 1),
            "line "
                + number
                + (sameLine
                    ? " is indented with both tabs and spaces."
                    : " is indented with "
                        + name(indent.charAt(i))
                        + ", line "
                        + styleLine
                        + " with "
                        + name(style)
                        + "."),
            "indent every line of the file with " + name(style) + " only.",
            "How wide a tab is depends on the reader, so the depth of such a line is not known.");
        return;
      }
    }
  }

  private static String name(char c) {
    return c == '\t' ? "tabs" : "spaces";
  }

  private static int indentOf(String line) {
    int indent = 0;
    while (indent < line.length() && (line.charAt(indent) == ' ' || line.charAt(indent) == '\t')) {
      indent++;
    }
    return indent;
  }

  /** How many of the line's first character stand in a row, where that is a tab or a space. */
  private static int depth(String line) {
    int depth = 0;
    int indent = indentOf(line);
    while (depth < indent && line.charAt(depth) == line.charAt(0)) {
      depth++;
    }
    return depth;
  }
}

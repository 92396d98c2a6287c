package io.viking.model.yaml;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes maps, lists and plain values as YAML that looks like written by a person. */
final class YamlText {
  private static final String INDENT = "  ";

  /** Starts with nothing that YAML gives a meaning to, holds nothing that ends a plain text. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?=[\\p{L}0-9/_.+])WORD([ :]WORD)*".replace("WORD", "[\\p{L}0-9/_.+*@%=,;()?~-]+"));

  /** Longer texts are always quoted, since the pattern above needs stack for each word. */
  private static final int LONGEST_PLAIN = 200;

  /** Longer keys need a '?' in front: YAML looks ahead 1024 characters for the ':'. */
  private static final int LONGEST_KEY = 1000;

  /** What some reader of YAML takes for a truth value, a number or a date. */
  private static final Pattern NOT_TEXT =
      Pattern.compile(
          "(?i)true|false|yes|no|on|off|y|n|null|=|[-+.0-9][-+.0-9_:e,]*|[-+]?0[xo][0-9a-f_]+|0b[01_]+"
              + "|[-+]?\\.(inf|nan)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

  private static final Pattern NUMBER =
      Pattern.compile("0|[1-9][0-9]{0,14}(\\.[0-9]+)?|0\\.[0-9]+");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String write(Map<String, ?> map) {
    if (map.isEmpty()) {
      return "{}\n";
    }
    YamlText text = new YamlText();
    text.map(map, "", "");
    return text.out.toString();
  }

  /** The entries, the first behind what stands in the line, the others indented. */
  private void map(Map<?, ?> map, String firstIndent, String indent) {
    String start = firstIndent;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = scalar(String.valueOf(entry.getKey()));
      if (key.length() > LONGEST_KEY) {
        out.append(start).append("? ").append(key).append('\n').append(indent).append(':');
      } else {
        out.append(start).append(key).append(':');
      }
      value(entry.getValue(), indent, entry.getKey());
      start = indent;
    }
  }

  private void value(Object value, String indent, Object key) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      map(map, indent + INDENT, indent + INDENT);
    } else if (value instanceof List<?> list && isFlow(list, key)) {
      out.append(' ').append(flow(list)).append('\n');
    } else if (value instanceof List<?> list) {
      out.append('\n');
      list.forEach(item -> item(item, indent + INDENT));
    } else if (value instanceof String text && isBlock(text)) {
      block(text, indent + INDENT);
    } else {
      out.append(' ').append(value instanceof String text ? scalar(text) : Json.write(value));
      out.append('\n');
    }
  }

  private void item(Object item, String indent) {
    out.append(indent).append("- ");
    if (item instanceof Map<?, ?> map) {
      map(map, "", indent + INDENT);
    } else {
      out.append(item instanceof String text ? scalar(text) : Json.write(item)).append('\n');
    }
  }

  /** Words of a command read best on one line, as do the names of a short list. */
  private static boolean isFlow(List<?> list, Object key) {
    return list.isEmpty() || key.equals("command") || key.equals("entrypoint") || key.equals("env");
  }

  private static String flow(List<?> list) {
    return String.join(", ", list.stream().map(Json::write).toList()).transform(s -> "[" + s + "]");
  }

  private static boolean isBlock(String text) {
    return text.indexOf('\n') > 0
        && !text.startsWith(" ")
        && !text.isBlank()
        && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || Json.isPrintable(c));
  }

  private void block(String text, String indent) {
    boolean ends = text.endsWith("\n");
    boolean keeps = text.endsWith("\n\n");
    out.append(keeps ? " |+\n" : ends ? " |\n" : " |-\n");
    String body = ends ? text.substring(0, text.length() - 1) : text;
    for (String line : body.split("\n", -1)) {
      out.append(line.isEmpty() ? "" : indent + line).append('\n');
    }
  }

  private static String scalar(String text) {
    boolean plain =
        text.length() <= LONGEST_PLAIN
            && PLAIN.matcher(text).matches()
            && (NUMBER.matcher(text).matches() || !NOT_TEXT.matcher(text).matches());
    return plain ? text : Json.write(text);
  }
}

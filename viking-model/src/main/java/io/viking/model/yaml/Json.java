package io.viking.model.yaml;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON from maps, lists and plain values. Stateless, safe for use by several threads.
 *
 * <pre>{@code
 * Json.write(Map.of("ports", List.of(80, 443)));   // {"ports":[80,443]}
 * }</pre>
 */
public final class Json {
  private static final String INDENT = "  ";

  private Json() {}

  /**
   * The value on one line.
   *
   * @param value a {@link Map} (keys are written as texts), an {@link Iterable}, a {@link Number}
   *     or a {@link Boolean}; anything else as the text of its {@code toString}
   */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  /**
   * The value over several lines, each level indented by two spaces, with a line break at the end.
   *
   * @param value as for {@link #write}
   */
  public static String pretty(Object value) {
    StringBuilder out = new StringBuilder();
    appendPretty(out, value, "");
    return out.append('\n').toString();
  }

  private static void append(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        quote(out, String.valueOf(entry.getKey()));
        out.append(':');
        append(out, entry.getValue());
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> items) {
      out.append('[');
      for (Iterator<?> i = items.iterator(); i.hasNext(); ) {
        append(out, i.next());
        out.append(i.hasNext() ? "," : "");
      }
      out.append(']');
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      quote(out, String.valueOf(value));
    }
  }

  private static void appendPretty(StringBuilder out, Object value, String indent) {
    String deeper = indent + INDENT;
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      String separator = "{\n";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator).append(deeper);
        quote(out, String.valueOf(entry.getKey()));
        out.append(": ");
        appendPretty(out, entry.getValue(), deeper);
        separator = ",\n";
      }
      out.append('\n').append(indent).append('}');
    } else if (value instanceof List<?> list && list.stream().anyMatch(Json::isNested)) {
      String separator = "[\n";
      for (Object item : list) {
        out.append(separator).append(deeper);
        appendPretty(out, item, deeper);
        separator = ",\n";
      }
      out.append('\n').append(indent).append(']');
    } else {
      append(out, value);
    }
  }

  private static boolean isNested(Object value) {
    return value instanceof Map || value instanceof Iterable;
  }

  /** The text in double quotes, in a form that YAML reads as the same text, too. */
  static void quote(StringBuilder out, String text) {
    out.append('"');
    text.codePoints().forEach(c -> escape(out, c));
    out.append('"');
  }

  private static void escape(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(String.format("\\u%04x", c));
        }
      }
    }
  }

  /** Whether YAML allows the character in a file, and people can see it. */
  static boolean isPrintable(int c) {
    return (c >= ' ' && c <= '~')
        || (c >= 0xa1 && c <= 0xd7ff && c != 0xad && c != 0x2028 && c != 0x2029)
        || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff)
        || c >= 0x10000;
  }
}

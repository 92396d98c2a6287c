package io.viking.examples.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of text in columns, the first row their heads. All rows have as many cells. Pure. */
final class Table {
  private Table() {}

  /** For a terminal: each column as wide as its widest cell. */
  static String aligned(List<List<String>> rows) {
    int[] widths = widths(rows);
    return rows.stream()
        .map(row -> line(row, widths, "  ").stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /** For Markdown, readable as it stands. */
  static String markdown(List<List<String>> rows) {
    int[] widths = widths(rows);
    List<String> rule =
        IntStream.of(widths).mapToObj(width -> "-".repeat(Math.max(3, width))).toList();
    return Stream.concat(Stream.of(rows.get(0), rule), rows.stream().skip(1))
        .map(row -> "| " + line(row, widths, " | ") + " |")
        .collect(Collectors.joining("\n"));
  }

  private static int[] widths(List<List<String>> rows) {
    return IntStream.range(0, rows.get(0).size())
        .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
        .toArray();
  }

  private static String line(List<String> row, int[] widths, String separator) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.get(i) + " ".repeat(Math.max(0, widths[i] - row.get(i).length())))
        .collect(Collectors.joining(separator));
  }
}
